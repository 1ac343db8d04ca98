"""What a search looks for, read from what a person typed, and the marks around what it found."""

START, END = "\ue000", "\ue001"
"""Private-use marks around a hit; faces turn them into their own highlight after escaping."""


def phrases_of(query: str) -> list[str]:
    """Return the phrases of a query: every word by itself, words in double quotation marks together.

    Example:
        >>> phrases_of('flood "Ada Lund" !')
        ['flood', 'Ada Lund']
    """
    out: list[str] = []
    for index, piece in enumerate(query.replace("\x00", " ").split('"')):
        pieces = [piece] if index % 2 else piece.split()
        out += [p.strip() for p in pieces if any(c.isalnum() for c in p)]
    return out
