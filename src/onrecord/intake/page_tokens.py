"""A page as a stream of visible words, each with its place in the source: linear on whatever is sent.

No extractor tells where its text stands in the source, and parsers drop or move what is malformed. This reads tags
with a window and never goes back, so unclosed comments, quotes and 100,000 nested elements cost what their length does.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from onrecord.lexicon import load_lexicon

WINDOW = 1000
"""Characters within which a tag with quoted ``>`` must close; beyond it the next ``>`` closes the tag."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]{0,60})")
_WORD = re.compile(r"\S+")
_ENTITY = re.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag."""

    name: str
    end: bool
    start: int
    stop: int


@dataclass(slots=True)
class Stream:
    """The visible words of a page, joined without white space, and where they stand.

    Args:
        text: All words, joined.
        starts: Offsets in ``text`` where a run begins, ascending.
        sources: Where the same run begins in the page.
        blocks: Offsets in ``text`` where a new block of the page begins.
        spaces: Offsets in ``text`` before which white space stood.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    spaces: list[int] = field(default_factory=list)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield ``(offset in text, offset in the page, length)`` of the runs of a stretch."""
        index = bisect_right(self.starts, start) - 1
        while start < end and index < len(self.starts):
            stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            length = min(end, stop) - start
            yield start, self.sources[index] + start - self.starts[index], length
            start += length
            index += 1

    def words(self, start: int, end: int) -> str:
        """Return a stretch with its white space back, as single spaces."""
        first, last = bisect_right(self.spaces, start), bisect_right(self.spaces, end - 1)
        cuts = [start, *self.spaces[first:last], end]
        return " ".join(self.text[a:b] for a, b in pairwise(cuts) if a < b)


@lru_cache(maxsize=16)
def html_words(kind: str) -> frozenset[str]:
    """Return a set of names of ``intake/html``, for example ``html_words("blocks")``."""
    return frozenset(load_lexicon().entries("intake/html")[kind])


def track_open(inside: list[str], tag: Tag) -> None:
    """Keep track of the elements to pass over that are open; an end tag closes its own kind."""
    if not tag.end:
        if not inside or inside[-1] == tag.name:
            inside.append(tag.name)
    elif inside and inside[-1] == tag.name:
        inside.pop()


def iter_tokens(page: str) -> Iterator[Tag | tuple[int, int]]:
    """Yield tags and stretches of text, in order; comments and the content of raw elements are passed over.

    Example:
        >>> [t if isinstance(t, tuple) else t.name for t in iter_tokens("<p>a<!-- b --><b>c")]
        ['p', (3, 4), 'b', (17, 18)]
    """
    cursor, size, raw = 0, len(page), html_words("raw")
    while cursor < size:
        start = page.find("<", cursor)
        if start < 0:
            yield cursor, size
            return
        if start > cursor:
            yield cursor, start
        stop, name, ends = _markup(page, start)
        if stop < 0:
            yield start, size
            return
        if stop == start:  # a bare "<" is text
            yield start, start + 1
            stop = start + 1
        elif name:
            yield Tag(name, ends, start, stop)
            if name in raw and not ends:
                stop = _raw_end(page, name, stop)
        cursor = stop


def _markup(page: str, start: int) -> tuple[int, str, bool]:
    """Return the end of the markup at ``start`` with the tag's name; the start itself when it is none, -1 if open."""
    if page.startswith("<!--", start):
        stop = page.find("-->", start + 4)
        return (stop + 3 if stop >= 0 else len(page)), "", False
    if page.startswith(("<!", "<?"), start):
        stop = page.find(">", start)
        return (stop + 1 if stop >= 0 else len(page)), "", False
    match = _TAG.match(page, start, start + WINDOW)
    if match:
        return match.end(), match[2].lower(), bool(match[1])
    named = _NAME.match(page, start)
    if named is None:
        return start, "", False
    stop = page.find(">", start)
    return (stop + 1 if stop >= 0 else len(page)), named[1].lower(), page.startswith("</", start)


def _raw_end(page: str, name: str, start: int) -> int:
    """Return where the end tag of a raw element begins."""
    match = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(page, start)
    return match.start() if match else len(page)


def iter_blocks(page: str, skipped: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the visible blocks of a page as ``(element that begins it, text)``, white space made single.

    Args:
        page: The page or a piece of one.
        skipped: Elements to pass over with all that is in them.

    Example:
        >>> list(iter_blocks("<h1>A &amp; b</h1><nav>c</nav>d", frozenset({"nav"})))
        [('h1', 'A & b'), ('', 'd')]
    """
    blocks, name = html_words("blocks"), ""
    parts: list[str] = []
    inside: list[str] = []
    for token in iter_tokens(page):
        if not isinstance(token, Tag):
            if not inside:
                parts.append(page[token[0] : token[1]])
            continue
        if token.name in skipped:
            track_open(inside, token)
        if token.name in blocks:
            if shown := " ".join(html.unescape("".join(parts)).split()):
                yield name, shown
            parts, name = [], "" if token.end else token.name
    if shown := " ".join(html.unescape("".join(parts)).split()):
        yield name, shown


def read_stream(page: str) -> Stream:
    """Return the visible words of a page with their places.

    Example:
        >>> stream = read_stream("<p>A &amp; b</p><script>x</script><p>c")
        >>> stream.text, stream.words(0, len(stream.text))
        ('A&bc', 'A & b c')
    """
    stream, parts, size = Stream(), [], 0
    blocks, hidden = html_words("blocks"), html_words("hidden")
    inside: list[str] = []
    gap = True
    for token in iter_tokens(page):
        if isinstance(token, Tag):
            if token.name in hidden:
                track_open(inside, token)
            if token.name in blocks:
                gap = True
                if not stream.blocks or stream.blocks[-1] != size:
                    stream.blocks.append(size)
        elif not inside:
            for source, word, spaced in _words(page, *token):
                if (spaced or gap) and size:
                    stream.spaces.append(size)
                stream.starts.append(size)
                stream.sources.append(source)
                parts.append(word)
                size += len(word)
                gap = False
            gap = gap or page[token[1] - 1].isspace()
    stream.text = "".join(parts)
    return stream


def _words(page: str, start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    """Yield ``(place, word, white space before it)`` of a stretch of text, entities resolved one by one."""
    for match in _WORD.finditer(page, start, end):
        spaced, cursor, word = match.start() > start, match.start(), match[0]
        if "&" not in word:
            yield cursor, word, spaced
            continue
        for entity in _ENTITY.finditer(word):
            before = word[cursor - match.start() : entity.start()]
            if before:
                yield cursor, before, spaced
                spaced = False
            shown = html.unescape(entity[0])
            if shown.isspace():
                spaced = True
            else:
                yield match.start() + entity.start(), shown, spaced
                spaced = False
            cursor = match.start() + entity.end()
        if cursor < match.end():
            yield cursor, page[cursor : match.end()], spaced
