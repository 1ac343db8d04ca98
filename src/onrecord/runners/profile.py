"""Where the time of a run goes: seconds and items a stage."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """What one stage took.

    Attributes:
        stage: A stage of the pipeline, a model before them, or ``load``, ``prepare``, ``keep``, ``link`` around them.
        seconds: Wall seconds, added up over the processes that did it.
        items: What it gave: tokens, spans, entities …; reports for the steps around the stages.
    """

    stage: str
    seconds: float
    items: int


class Profile:
    """Adds up what stages take.

    Example:
        >>> profile = Profile()
        >>> profile.add("events", 0.5, 3)
        >>> profile.add("events", 0.25, 1)
        >>> profile.rows()
        (Spent(stage='events', seconds=0.75, items=4),)
    """

    def __init__(self) -> None:
        self._rows: dict[str, Spent] = {}

    def add(self, stage: str, seconds: float, items: int) -> None:
        """Add one call of a stage."""
        before = self._rows.get(stage, Spent(stage, 0.0, 0))
        self._rows[stage] = Spent(stage, before.seconds + seconds, before.items + items)

    def merge(self, rows: Iterable[Spent]) -> None:
        """Add what another process took."""
        for row in rows:
            self.add(row.stage, row.seconds, row.items)

    @contextmanager
    def timing(self, stage: str, items: int) -> Iterator[None]:
        """Add what the block takes."""
        begun = time.perf_counter()
        yield
        self.add(stage, time.perf_counter() - begun, items)

    def rows(self) -> tuple[Spent, ...]:
        """Return what each stage took, in the order in which they first came."""
        return tuple(self._rows.values())
