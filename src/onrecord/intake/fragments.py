"""Pieces of HTML in feeds and agency records to text: everything visible, one block a line."""

from onrecord.intake.page_tokens import html_words, iter_blocks


def fragment_text(fragment: str) -> str:
    r"""Return the visible text of a piece of HTML.

    Example:
        >>> fragment_text("<p>The dam &amp; the <b>bridge</b></p><p>fell.</p>")
        'The dam & the bridge\n\nfell.'
    """
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    return "\n\n".join(text for _, text in iter_blocks(fragment, html_words("hidden")))
