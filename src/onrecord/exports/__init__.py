"""The record in other programs' formats: one module a format, each a function from a story to bytes."""

from onrecord.exports.choose import FOLDERS, FORMATS, export_folder, export_story

__all__ = ["FOLDERS", "FORMATS", "export_folder", "export_story"]
