"""Reads the pending reports of a story in this process, and links them."""

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.errors import StageFailed
from onrecord.model import Reading
from onrecord.pipeline import Pipeline
from onrecord.store import Story

BATCH = 8
"""Reports kept in one transaction: a decision made meanwhile waits for at most so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What a run did.

    Attributes:
        read: Reports read now.
        failed: (report, reason) of those a stage broke on, also in earlier runs of this version.
    """

    read: int
    failed: tuple[tuple[str, str], ...] = ()


def run_story(
    story: Story,
    pipeline: Pipeline,
    on_report: Callable[[int, int], None] = lambda _done, _all: None,
) -> RunOutcome:
    """Read whatever this version of the pipeline has not read, then link.

    Killed at any moment, the next run goes on where it was: a report is pending until its reading is kept.

    Args:
        on_report: Called with (reports done, reports to do).

    Raises:
        StoreError: The story cannot be written.
    """
    key = pipeline.key()
    todo = story.pending(key)
    batch: list[Reading] = []
    for done, report in enumerate(todo, 1):
        try:
            batch.append(pipeline.read(story.report(report)))
        except StageFailed as error:
            story.save_failure(report, key, str(error))
        if len(batch) >= BATCH:
            story.save_readings(batch, key)
            batch = []
        on_report(done, len(todo))
    if batch:
        story.save_readings(batch, key)
    story.relink()
    return RunOutcome(read=len(todo), failed=tuple(story.failures()))
