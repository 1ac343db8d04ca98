"""The formats by name."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.exports import ftm, plover
from onrecord.exports.citations import write_csl
from onrecord.exports.csvfile import write_csv
from onrecord.exports.docxfile import write_docx
from onrecord.exports.jsonlines import write_jsonl
from onrecord.exports.markdown import write_markdown
from onrecord.exports.parquet import write_parquet
from onrecord.exports.prov import write_prov
from onrecord.exports.schemaorg import write_schemaorg
from onrecord.exports.timelinejs import write_timelinejs
from onrecord.exports.uwazi import write_uwazi
from onrecord.exports.vault import write_vault
from onrecord.exports.view import Selection
from onrecord.exports.webanno import write_webanno
from onrecord.store import Story

FORMATS: dict[str, Callable[[Story, Selection, BinaryIO], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "md": write_markdown,
    "docx": write_docx,
    "ftm": ftm.write_ftm,
    "ftm-statements": ftm.write_statements,
    "ftm-sidecar": ftm.write_sidecar,
    "webanno": write_webanno,
    "timelinejs": write_timelinejs,
    "plover": plover.write_plover,
    "plover-statements": plover.write_statements,
    "csl": write_csl,
    "prov": write_prov,
    "schemaorg": write_schemaorg,
    "uwazi": write_uwazi,
}
"""Formats of one file."""

FOLDERS: dict[str, Callable[[Story, Selection, Path], None]] = {"vault": write_vault}
"""Formats of a folder of files."""


def export_story(story: Story, name: str, selection: Selection, out: BinaryIO) -> None:
    """Write a story in a format of one file.

    Args:
        name: One of ``FORMATS``.
        selection: Which lines; held lines are left out unless it says otherwise.
        out: Takes bytes.

    Raises:
        InputError: There is no such format.
        ResourceMissing: The library it needs is not installed.
    """
    if name not in FORMATS:
        raise InputError(f"there is no export {name!r}; use one of {', '.join([*FORMATS, *FOLDERS])}")
    FORMATS[name](story, selection, out)


def export_folder(story: Story, name: str, selection: Selection, folder: Path) -> None:
    """Write a story in a format of many files; files of the user's in the folder stay as they are.

    Args:
        name: One of ``FOLDERS``.

    Raises:
        InputError: There is no such format.
        StoreError: The folder cannot be written.
    """
    if name not in FOLDERS:
        raise InputError(f"{name!r} is no export of a folder; use one of {', '.join(FOLDERS)}")
    FOLDERS[name](story, selection, folder)
