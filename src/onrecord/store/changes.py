"""What changed in a story, and two of its reports side by side."""

from onrecord.linking import (
    Comparison,
    Plan,
    StoryChange,
    changes_since,
    compare_reports,
    diff_story,
    find_plans,
    link_story,
)
from onrecord.store import links, readings, reports
from onrecord.store.story import Story


def compare(story: Story, left: str, right: str) -> Comparison:
    """Lay two reports side by side.

    Args:
        left: Id (or its beginning) or path of a report.
        right: Of another.

    Raises:
        UnknownLine: One of them is not in the story, or was not read yet.
    """
    with story.reading() as connection:
        ids = [reports.find_report(connection, wanted) for wanted in (left, right)]
        summaries = {s.report: s for s in readings.iter_summaries(connection)}
        for report in ids:
            readings.load_reading(connection, report)
        judged = links.judged(connection)
    return compare_reports(summaries[ids[0]], summaries[ids[1]], link_story(list(summaries.values()), judged))


def changed(story: Story, since: str, *, published: bool = False) -> tuple[StoryChange, ...]:
    """Return what the reports since a day add to, repeat, change or contradict.

    Args:
        since: ISO date.
        published: Count by the day a report was published, not by the day it was added to the story.
    """
    with story.reading() as connection:
        summaries = list(readings.iter_summaries(connection))
        judged = links.judged(connection)
        added = {report.id: at for report, at in reports.iter_reports(connection)}
    after = link_story(summaries, judged)
    if published:
        return changes_since(summaries, after, since)[0]
    old = [s for s in summaries if added[s.report] < since]
    known = {line for s in old for kind in (s.entities, s.quotations, s.events, s.figures) for line in _ids(kind)}
    before = link_story(old, [j for j in judged if j.left in known and j.right in known])
    return diff_story(before, after)


def _ids(facts: tuple[object, ...]) -> list[str]:
    return [fact.line for fact in facts]  # type: ignore[attr-defined]


def plans(story: Story) -> tuple[Plan, ...]:
    """Return plans and promises with what became of them."""
    with story.reading() as connection:
        summaries = list(readings.iter_summaries(connection))
        judged = links.judged(connection)
    return find_plans(summaries, link_story(summaries, judged))
