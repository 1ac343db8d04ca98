"""Pieces of HTML in feeds and agency records to text: everything visible, one block a line."""

import html

from onrecord.intake.page_tokens import Tag, html_words, iter_tokens, track_open


def fragment_text(fragment: str) -> str:
    r"""Return the visible text of a piece of HTML.

    Example:
        >>> fragment_text("<p>The dam &amp; the <b>bridge</b></p><p>fell.</p>")
        'The dam & the bridge\n\nfell.'
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    blocks, hidden = html_words("blocks"), html_words("hidden")
    lines: list[list[str]] = [[]]
    inside: list[str] = []
    for token in iter_tokens(fragment):
        if not isinstance(token, Tag):
            if not inside:
                lines[-1].append(fragment[token[0] : token[1]])
        elif token.name in hidden:
            track_open(inside, token)
        elif token.name in blocks:
            lines.append([])
    shown = (" ".join(html.unescape("".join(line)).split()) for line in lines)
    return "\n\n".join(line for line in shown if line)
