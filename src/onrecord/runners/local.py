"""Reads the pending reports of a story on this machine, in this process or in several, and links them."""

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.pipeline import Pipeline
from onrecord.resources import Options
from onrecord.runners.supervisor import Limits, read_shards
from onrecord.runners.wire import Done, Shard
from onrecord.runners.worker import process_shard
from onrecord.store import Story

BATCH = 8
"""Reports kept in one transaction: a decision made meanwhile waits for at most so many."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """What a run did.

    Attributes:
        read: Reports taken up now.
        failed: (report, reason) of those that could not be read, also in earlier runs of this version.
    """

    read: int
    failed: tuple[tuple[str, str], ...] = ()


def run_story(story: Story, pipeline: Pipeline, on_report: Progress = lambda _done, _all: None) -> RunOutcome:
    """Read whatever this version of the pipeline has not read, in this process, then link.

    Killed at any moment, the next run goes on where it was: a report is pending until its reading is kept.

    Args:
        on_report: Called with (reports done, reports to do).

    Raises:
        StoreError: The story cannot be written.
    """
    story.mark_repeated()
    key = pipeline.key()
    todo = story.pending(key)
    for at in range(0, len(todo), BATCH):
        part = todo[at : at + BATCH]
        loaded = (story.to_read(report) for report in part)
        shard = Shard(tuple((report, tuple(found)) for report, found in loaded))
        _keep(story, process_shard(pipeline, shard), key)
        on_report(at + len(part), len(todo))
    story.relink()
    return RunOutcome(read=len(todo), failed=tuple(story.failures()))


def run_story_on(
    story: Story, options: Options, limits: Limits, on_report: Progress = lambda _done, _all: None
) -> RunOutcome:
    """Read what is pending in several worker processes, then link; the record is the same.

    A report that ends its worker is set aside with the reason, and the rest goes on.

    Raises:
        ResourceMissing: A worker cannot load its models.
        StoreError: The story cannot be written.
    """
    story.mark_repeated()
    done = 0
    for key, total, result in read_shards(story.pending, story.to_read, options, limits):
        _keep(story, result, key)
        done += len(result.prepared) + len(result.failed)
        on_report(done, total)
    story.relink()
    return RunOutcome(read=done, failed=tuple(story.failures()))


def _keep(story: Story, done: Done, key: str) -> None:
    for report, reason in done.failed:
        story.save_failure(report, key, reason)
    for at in range(0, len(done.prepared), BATCH):
        story.save_readings(done.prepared[at : at + BATCH], key)
