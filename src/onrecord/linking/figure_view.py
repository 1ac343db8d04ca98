"""A figure as it is compared."""

from dataclasses import dataclass

from onrecord.linking.facts import FigureFact, ReportSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure as it is compared.

    Attributes:
        head: Stem of the noun that is counted, or None.
        modifiers: Stems before the head; ``rest``: stems after it.
        owner: Cluster of whose count it is.
        outcomes: What befell the counted: families such as ``die`` or ``hurt``.
        root: Line of the figure that this one repeats, or its own.
        whole: Root of the figure it is a part of, or None.
        occasion: The occasion of its report.
    """

    fact: FigureFact
    summary: ReportSummary
    head: str | None
    modifiers: frozenset[str]
    rest: frozenset[str]
    outcomes: frozenset[str]
    owner: str | None
    root: str
    whole: str | None
    occasion: str

    @property
    def line(self) -> str:
        """Id of the line."""
        return self.fact.line

    @property
    def value(self) -> tuple[float | None, float | None]:
        """The bounds."""
        return self.fact.low, self.fact.high
