"""Origins: how many independent sources stand behind a line, however many reports repeat it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.linking.clusters import Grouping
from onrecord.linking.facts import ReportSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Who each report has its words from.

    Attributes:
        groups: Reports in groups of one origin: copies of each other.
        by_report: Report -> key of its origin: an agency's name, or the first report of its group.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    by_report: Mapping[str, str] = field(default_factory=dict)

    def count(self, reports: Iterable[tuple[str, str | None]]) -> int:
        """Return how many independent origins a line has.

        Args:
            reports: For each place where the line stands: the report, and the agency its sentence credits.
        """
        return len({agency or self.by_report.get(report, report) for report, agency in reports})


def find_origins(summaries: Iterable[ReportSummary], copies: Grouping) -> Origins:
    """Group reports by origin: copies share one, and so do reports that credit one agency for the same words.

    A report that credits an agency without copying another still counts as that agency: five papers that
    rewrite one agency's dispatch are one origin.
    """
    named = {s.report: s.credits for s in summaries}
    by_report: dict[str, str] = {}
    for group in copies.groups:
        origin = origin_of(group, [named.get(report, ()) for report in group])
        by_report.update(dict.fromkeys(group, origin))
    return Origins(groups=copies.groups, by_report=by_report)


def origin_of(group: Sequence[str], credited: Iterable[Sequence[str]]) -> str:
    """Return where copies of each other have their words from.

    Args:
        group: The reports, sorted.
        credited: The agencies that each credits.
    """
    agencies = sorted({agency for own in credited for agency in own})
    return agencies[0] if len(agencies) == 1 else group[0]
