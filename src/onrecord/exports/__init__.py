"""The record in other programs' formats: one module a format, each a function from a story to bytes."""

from onrecord.exports.choose import FORMATS, export_story

__all__ = ["FORMATS", "export_story"]
