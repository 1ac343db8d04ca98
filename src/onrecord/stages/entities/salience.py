"""Who was mentioned when: the candidates for descriptions and pronouns, kept in a bounded window."""

from bisect import bisect_left
from collections.abc import Iterator

from onrecord.stages.entities.drafts import Draft

WINDOW = 24
"""How many earlier mentions are looked at: keeps the stage linear."""


class Track:
    """Mentions in text order, by token; a mention may be added only after the last one.

    Args:
        rows: (token, draft) of the names, in text order.
    """

    __slots__ = ("_drafts", "_tokens")

    def __init__(self, rows: list[tuple[int, Draft]]) -> None:
        rows = sorted(rows, key=lambda row: row[0])
        self._tokens = [token for token, _ in rows]
        self._drafts = [draft for _, draft in rows]

    def add(self, token: int, draft: Draft) -> None:
        """Add a mention at its place."""
        at = bisect_left(self._tokens, token)
        self._tokens.insert(at, token)
        self._drafts.insert(at, draft)

    def before(self, token: int, limit: int = WINDOW) -> Iterator[tuple[int, Draft]]:
        """Yield the mentions before a token, the nearest first, at most ``limit``."""
        at = bisect_left(self._tokens, token)
        for i in range(at - 1, max(-1, at - 1 - limit), -1):
            yield self._tokens[i], self._drafts[i]

    def after(self, token: int, limit: int = 3) -> Iterator[tuple[int, Draft]]:
        """Yield the next mentions from a token on."""
        at = bisect_left(self._tokens, token)
        for i in range(at, min(len(self._tokens), at + limit)):
            yield self._tokens[i], self._drafts[i]
