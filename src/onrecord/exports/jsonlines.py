"""JSON lines: the whole record, one object a line, sorted keys, UTF-8."""

from typing import BinaryIO

from onrecord.exports.records import iter_records
from onrecord.exports.view import Selection
from onrecord.model.codec import encode_json
from onrecord.store import Story


def write_jsonl(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write the record as JSON lines; the same record gives the same bytes."""
    out.writelines(encode_json(record) + b"\n" for record in iter_records(story, selection))
