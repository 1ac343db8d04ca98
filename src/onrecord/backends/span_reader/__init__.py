"""The trained span reader: which words are source, cue and content, and which belong together."""

from onrecord.backends.span_reader.reader import SpanReader, load_span_reader

__all__ = ["SpanReader", "load_span_reader"]
