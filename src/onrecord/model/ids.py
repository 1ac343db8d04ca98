"""Ids that depend on content alone, so that no order of adding or running changes them."""

import base64
import hashlib

KINDS = {
    "report": "R",
    "entity": "E",
    "quotation": "Q",
    "timex": "T",
    "event": "V",
    "figure": "F",
    "link": "L",
    "decision": "D",
}
"""The letter that each kind's ids begin with."""

SHOWN = 6
"""How many characters of an id a person is shown; any longer or unambiguous shorter prefix is accepted."""


def digest_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, lone surrogates kept, as hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_id(kind: str, *parts: object) -> str:
    """Make an id of a kind from the parts that identify the thing.

    Example:
        >>> make_id("figure", "r1", 10, 12) == make_id("figure", "r1", 10, 12)
        True
        >>> make_id("figure", "r1", 10, 12)[0]
        'F'
    """
    key = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    name = base64.b32encode(hashlib.blake2b(key, digest_size=10).digest()).decode("ascii").rstrip("=").lower()
    return KINDS[kind] + name
