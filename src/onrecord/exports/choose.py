"""The formats by name."""

from collections.abc import Callable
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.exports.csvfile import write_csv
from onrecord.exports.jsonlines import write_jsonl
from onrecord.exports.records import Selection
from onrecord.store import Story

FORMATS: dict[str, Callable[[Story, Selection, BinaryIO], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
}


def export_story(story: Story, name: str, selection: Selection, out: BinaryIO) -> None:
    """Write a story in a format.

    Args:
        name: One of ``FORMATS``.
        selection: Which lines; held lines are left out unless it says otherwise.
        out: Takes bytes.

    Raises:
        InputError: There is no such format.
    """
    if name not in FORMATS:
        raise InputError(f"there is no export {name!r}; use one of {', '.join(FORMATS)}")
    FORMATS[name](story, selection, out)
