"""Bytes to reports: any file that people have becomes reports, or a rejection that says why not."""

from onrecord.intake.files import list_files
from onrecord.intake.options import FileEntry, IntakeOptions, Item, Source
from onrecord.intake.repeated import mark_repeated
from onrecord.intake.run import read_file, read_paths, read_report, read_sources
from onrecord.intake.watching import watch_paths

__all__ = [
    "FileEntry",
    "IntakeOptions",
    "Item",
    "Source",
    "list_files",
    "mark_repeated",
    "read_file",
    "read_paths",
    "read_report",
    "read_sources",
    "watch_paths",
]
