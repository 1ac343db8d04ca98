"""Reads the pending reports of a story on this machine, in this process or in several, and links them."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.pipeline import Pipeline
from onrecord.resources import Options
from onrecord.runners.profile import Profile, Spent
from onrecord.runners.shards import Done, Shard, process_shard
from onrecord.runners.supervisor import Floor, Limits
from onrecord.store import Story

BATCH = 8
"""Reports kept in one transaction: a decision made meanwhile waits for at most so many."""

LOG = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What a run did.

    Attributes:
        read: Reports taken up now.
        failed: (report, reason) of those that could not be read, also in earlier runs of this version.
        spent: What each stage took.
    """

    read: int
    failed: tuple[tuple[str, str], ...] = ()
    spent: tuple[Spent, ...] = ()


def run_story(story: Story, pipeline: Pipeline, on_report: Progress = lambda _done, _all: None) -> RunOutcome:
    """Read whatever this version of the pipeline has not read, in this process, then link.

    Killed at any moment, the next run goes on where it was: a report is pending until its reading is kept.

    Args:
        on_report: Called with (reports done, reports to do).

    Raises:
        StoreError: The story cannot be written.
    """
    profile = Profile()
    with profile.timing("repeated", 0):
        story.mark_repeated()
    key = pipeline.key()
    todo = story.pending(key)
    LOG.info("run started", extra={"pipeline": key, "reports": len(todo), "runner": "in process"})
    for at in range(0, len(todo), BATCH):
        part = todo[at : at + BATCH]
        with profile.timing("load", len(part)):
            shard = load_shard(story, part)
        keep(story, process_shard(pipeline, shard), key, profile)
        on_report(at + len(part), len(todo))
    return finish(story, len(todo), profile)


def run_story_on(
    story: Story, options: Options, limits: Limits, on_report: Progress = lambda _done, _all: None
) -> RunOutcome:
    """Read what is pending in several worker processes, then link; the record is the same.

    A report that ends its worker is set aside with the reason, and the rest goes on.

    Raises:
        ResourceMissing: A worker cannot load its models.
        StoreError: The story cannot be written.
    """
    profile = Profile()
    story.mark_repeated()
    with Floor(options, limits) as floor:
        todo = story.pending(floor.key)
        facts = {"pipeline": floor.key, "reports": len(todo), "runner": "processes", "workers": limits.workers}
        LOG.info("run started", extra=facts)
        done = 0
        for result in floor.read(todo, story.to_read):
            keep(story, result, floor.key, profile)
            done += len(result)
            on_report(done, len(todo))
    return finish(story, done, profile)


def load_shard(story: Story, ids: Sequence[str]) -> Shard:
    """Return reports with the decisions in force on each."""
    loaded = (story.to_read(report) for report in ids)
    return Shard(tuple((report, tuple(found)) for report, found in loaded))


def keep(story: Story, done: Done, key: str, profile: Profile) -> None:
    """Keep what became of a shard, a few reports a transaction; kept twice, it is the same record."""
    profile.merge(done.spent)
    with profile.timing("keep", len(done)):
        for report, reason in done.failed:
            LOG.warning("report failed", extra={"report": report, "reason": reason})
            story.save_failure(report, key, reason)
        for at in range(0, len(done.prepared), BATCH):
            story.save_readings(done.prepared[at : at + BATCH], key)


def finish(story: Story, read: int, profile: Profile) -> RunOutcome:
    """Link what was read, and tell what the run did."""
    with profile.timing("link", story.count_reports()):
        story.relink()
    outcome = RunOutcome(read=read, failed=tuple(story.failures()), spent=profile.rows())
    LOG.info("run ended", extra={"reports": read, "failed": len(outcome.failed)})
    return outcome
