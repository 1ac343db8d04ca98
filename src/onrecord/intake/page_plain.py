"""The last reader of pages: own, linear and simple, for those that are built to break the others."""

from dataclasses import dataclass, field

from onrecord.intake.page_tokens import Tag, html_words, iter_tokens, track_open
from onrecord.lexicon import load_lexicon

DEEP = 300
"""Nesting from which the parsers of others lose text or hang."""

WIDE = 20_000
"""Elements from which they take longer than a reader waits."""

SHORT = 8
"""Words from which a block outside of a paragraph is kept."""


@dataclass(slots=True)
class _Block:
    name: str
    parts: list[str] = field(default_factory=list)


def is_hostile(page: str) -> str | None:
    """Return why a page must not be given to another parser, or None.

    Example:
        >>> is_hostile("<div>" * 500), is_hostile("<p>a</p>")
        ('500 levels deep', None)
    """
    if page.count("<") < DEEP:
        return None
    depth, deepest, count, open_ends = 0, 0, 0, html_words("open")
    for token in iter_tokens(page):
        if isinstance(token, Tag):
            count += 1
            if token.name not in open_ends:
                depth = max(0, depth + (-1 if token.end else 1))
                deepest = max(deepest, depth)
    if deepest > DEEP:
        return f"{deepest:,} levels deep"
    return f"{count:,} tags" if count > 2 * WIDE else None


def read_plain(page: str) -> str:
    r"""Return the paragraphs of a page, one a line: blocks of running text outside of navigation, footers and forms.

    Example:
        >>> read_plain("<nav>Home</nav><h1>Dam breaks</h1><p>The dam at Orle broke on Friday in the storm.</p>")
        'Dam breaks\nThe dam at Orle broke on Friday in the storm.'
    """
    import html

    blocks, skipped = html_words("blocks"), html_words("hidden") | html_words("furniture")
    found: list[_Block] = [_Block("body")]
    inside: list[str] = []
    for token in iter_tokens(page):
        if isinstance(token, Tag):
            if token.name in skipped:
                track_open(inside, token)
            if token.name in blocks:
                found.append(_Block("" if token.end else token.name))
        elif not inside:
            found[-1].parts.append(page[token[0] : token[1]])
    lines = ((block.name, " ".join(html.unescape("".join(block.parts)).split())) for block in found if block.parts)
    return "\n".join(line for name, line in lines if line and _keep(name, line))


def _keep(name: str, line: str) -> bool:
    """Tell whether a block is text of the report: a paragraph, a headline, or long with function words."""
    words = line.split()
    if name in {"p", "h1", "h2", "blockquote", "pre"}:
        return True
    stop = load_lexicon().words("intake/stopwords")
    return len(words) >= SHORT and sum(w.lower() in stop for w in words) >= 0.2 * len(words)
