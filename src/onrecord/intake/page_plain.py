"""The last reader of pages: own, linear and simple, for those that are built to break the others."""

from onrecord.intake.page_tokens import Tag, html_words, iter_blocks, iter_tokens
from onrecord.lexicon import load_lexicon

DEEP = 300
"""Nesting from which one parser loses the text and another one hangs."""

WIDE = 120_000
"""Tags from which they take longer than a reader waits: 300,000 paragraphs took over 40 seconds."""

SHORT = 8
"""Words from which a block outside of a paragraph is kept."""


def is_wide(page: str) -> bool:
    """Tell whether a page has so many tags that other parsers take too long."""
    return page.count("<") > WIDE


def is_deep(page: str) -> bool:
    """Tell whether the elements of a page are nested so deeply that other parsers hang.

    Example:
        >>> is_deep("<div>" * 500), is_deep("<path/>" * 500)
        (True, False)
    """
    if page.count("<") < DEEP:
        return False
    depth, open_ends = 0, html_words("open")
    for token in iter_tokens(page):
        if isinstance(token, Tag) and token.name not in open_ends and page[token.stop - 2] != "/":
            depth = max(0, depth + (-1 if token.end else 1))
            if depth > DEEP:
                return True
    return False


def read_plain(page: str) -> str:
    r"""Return the paragraphs of a page, one a line: blocks of running text outside of navigation, footers and forms.

    Example:
        >>> read_plain("<nav>Home</nav><h1>Dam breaks</h1><p>The dam at Orle broke on Friday in the storm.</p>")
        'Dam breaks\nThe dam at Orle broke on Friday in the storm.'
    """
    skipped = html_words("hidden") | html_words("furniture")
    return "\n".join(text for name, text in iter_blocks(page, skipped) if _keep(name, text))


def _keep(name: str, line: str) -> bool:
    """Tell whether a block is text of the report: a paragraph, a headline, or long with function words."""
    words = line.split()
    if name in {"p", "h1", "h2", "blockquote", "pre"}:
        return True
    stop = load_lexicon().words("intake/stopwords")
    return len(words) >= SHORT and sum(w.lower() in stop for w in words) >= 0.2 * len(words)
