"""Bytes to text: byte-order mark, strict UTF-8, what is declared, then a detector.

The byte-order mark is no part of the decoded text: offsets count from the first character after it.
"""

import codecs
import re
from dataclasses import dataclass

from onrecord.intake.documents import Refusal
from onrecord.model import Note, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"RIFF", "a sound or film file"),
)
_CONTROL = bytes(range(1, 9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"
_SHIFTED = re.compile(rb"\x1b\$[@B]")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


FEW = 8
"""Bytes above ASCII below which no detector can tell one Latin encoding from another."""

MANY = 0.3
"""Share of such bytes above which a text is in no Latin script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text with the encoding that gave it and what was odd."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode_text(data: bytes, declared: str | None = None) -> Decoded:
    r"""Decode the bytes of a text.

    Args:
        data: The bytes.
        declared: The encoding that a header or the document itself names, if any.

    Raises:
        Refusal: ``binary``: these bytes are no text.

    Example:
        >>> decode_text("\ufeffOne caf\xe9".encode()).text
        'One café'
        >>> decode_text(b"One caf\xe9 and a th\xe9 cost 3 euros.").text
        'One café and a thé cost 3 euros.'
    """
    refuse_binary(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    shifted = "iso2022_jp" if _SHIFTED.search(data) else None
    for encoding in filter(None, (shifted, "utf-8", declared, _utf16_by_zeros(data))):
        decoded = _strict(data, encoding)
        if decoded is not None:
            return decoded
    return _detected(data)


def refuse_binary(data: bytes) -> None:
    """Refuse bytes that are no text.

    Raises:
        Refusal: ``binary``.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise Refusal("binary", f"is {name}, not a text; convert it to text, HTML or PDF first")
    head = data[:65536]
    if head.startswith(tuple(mark for mark, _ in _MARKS)) or _utf16_by_zeros(data):
        return
    zeros = head.count(0)
    controls = len(head) - len(head.translate(None, _CONTROL))
    if zeros + controls > 0.05 * len(head) or (zeros > 8 and not _strict(data, "utf-8")):
        raise Refusal("binary", "is a binary file of a kind that onrecord does not know; give a text, HTML or PDF file")


def odd_characters(text: str) -> tuple[Note, ...]:
    r"""Return a note for each kind of character that hides or turns text around; the text stays as it is.

    Example:
        >>> [n.code for n in odd_characters("a\u202eb\x00")]
        ['direction-override', 'controls']
    """
    found = []
    for code, pattern, message in (
        (
            "direction-override",
            _OVERRIDES,
            "characters that turn the direction of writing may show words in false order",
        ),
        ("controls", _CONTROLS, "control characters stand in the text"),
    ):
        match = pattern.search(text)
        if match:
            found.append(Note(code=code, message=message, span=Span(match.start(), match.end())))
    return tuple(found)


def _utf16_by_zeros(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    head = data[:4096]
    half = len(head) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        name = codecs.lookup(encoding).name
        if name in {"ascii", "iso8859-1"} and encoding != "utf-8":
            name = "cp1252"  # what browsers do: Latin-1 is declared where Windows-1252 is meant
        text = data.decode(name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return Decoded(text=text, encoding=name) if isinstance(text, str) else None


def _lenient(data: bytes, encoding: str) -> Decoded:
    """Decode, replacing what does not decode, and say where the first loss is."""
    text = data.decode(encoding, "replace")
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return Decoded(text=text, encoding=encoding, notes=(_loss_note(text, encoding),))
    return Decoded(text=text, encoding=encoding)


def _loss_note(text: str, encoding: str) -> Note:
    place = text.find("\ufffd")
    span = Span(place, place + 1) if place >= 0 else None
    return Note(code="decoded-with-loss", message=f"some bytes are not {encoding}; they show as \ufffd", span=span)


def _detected(data: bytes) -> Decoded:
    """Decode bytes that nothing names: mostly UTF-8 with damage, else what the detector says."""
    text = data.decode("utf-8", "replace")
    wrong, high = text.count("\ufffd"), sum(1 for byte in data[:100_000] if byte > 127)
    if high and wrong < 0.2 * high:
        return Decoded(text=text, encoding="utf-8", notes=(_loss_note(text, "utf-8"),))
    guess = _guess(data[:100_000])
    decoded = _strict(data, guess) or _strict(data, "cp1252")
    note = Note(code="encoding-guessed", message=f"no encoding is stated; read as {guess}")
    if decoded is None:
        decoded = _lenient(data, "cp1252")
    return Decoded(text=decoded.text, encoding=decoded.encoding, notes=(note, *decoded.notes))


def _guess(data: bytes) -> str:
    """Return the encoding that is most likely: few high bytes tell nothing, many cannot be a Western text."""
    high = sum(1 for byte in data if byte > 127)
    if high < FEW:
        return "cp1252"
    from resiliparse.parse.encoding import detect_encoding

    guess = (detect_encoding(data) or "").lower()
    if guess in {"", "ascii", "utf-8"}:
        guess = "cp1252"
    if high > MANY * len(data) and guess in {"cp1252", "iso8859-2"}:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:20_000]).best()
        guess = best.encoding if best else guess
    return guess
