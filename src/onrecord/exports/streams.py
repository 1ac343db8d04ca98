"""Writes one JSON document with a long list in it, without holding the list."""

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from onrecord.model.codec import encode_json


def write_array(out: BinaryIO, head: Mapping[str, Any], name: str, items: Iterable[Any]) -> None:
    r"""Write ``head`` with one more field, a list, an item a line.

    Example:
        >>> import io
        >>> out = io.BytesIO(); write_array(out, {"type": "page"}, "items", [1, 2]); out.getvalue()
        b'{"type":"page","items":[\n1,\n2\n]}\n'
    """
    start = encode_json(dict(head))[:-1]
    out.write(start + (b"," if head else b"") + encode_json(name) + b":[")
    separator = b"\n"
    for item in items:
        out.write(separator + encode_json(item))
        separator = b",\n"
    out.write(b"\n]}\n")
