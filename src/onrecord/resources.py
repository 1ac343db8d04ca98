"""What stages may use beside the reading: word lists, options, models behind small protocols."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from onrecord.lexicon import Lexicon, load_lexicon


class EventTyper(Protocol):
    """Types marked triggers; the trained event head is one."""

    @property
    def name(self) -> str:
        """Of the weights, for ``made_by``."""

    @property
    def version(self) -> str:
        """Of the weights, for ``made_by``."""

    def type_triggers(self, sentences: Sequence[tuple[str, int, int]]) -> list[dict[str, float]]:
        """Return, for each (sentence, trigger start, trigger end in it), a probability a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may set for a run; part of the cache key.

    Attributes:
        reader: ``fast`` or ``accurate``.
        model: Name or path of the spaCy pipeline, None for the one that ships.
        offices: CSV files of office-holders that the user added.
    """

    reader: str = "accurate"
    model: str | None = None
    offices: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Everything a stage may use; it touches no file, clock, network or randomness itself."""

    lexicon: Lexicon = field(default_factory=load_lexicon)
    options: Options = field(default_factory=Options)
    event_typer: EventTyper | None = None
    extras: dict[str, Any] = field(default_factory=dict)
