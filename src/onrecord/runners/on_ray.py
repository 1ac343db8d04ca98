"""Reads the pending reports of a story on Ray: on this machine or on a cluster.

An actor a worker keeps the models and hands each report to a child of its own (:mod:`onrecord.runners.supervisor`), so
that a report that ends its process is found and set aside inside the task. A lost actor or node is started again and
its shard read again, a few times; what was read stays in the ledger, so that the next run goes on from there.

References: Ray Data, ``map_batches`` with a class; docs/decisions/0046.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.errors import InputError, ResourceMissing, StageFailed
from onrecord.resources import Options
from onrecord.runners.ledger import Ledger
from onrecord.runners.local import Progress, RunOutcome, finish, keep, load_shard
from onrecord.runners.profile import Profile
from onrecord.runners.shards import join_done
from onrecord.runners.supervisor import Floor, Limits
from onrecord.store import Story

LARGEST = 1000
"""Reports a shard at most: some minutes of accurate reading, which is what a lost node costs."""

SHARDS = 4
"""Shards a worker, where there are few reports: the last one to end then holds the others up for little."""

WAVE = 32
"""Shards a worker that are written ahead: what waits on the disk stays small for any story."""

RETRIES = 3
"""How often a lost actor is started again, and a shard read again."""

FOLDER = "shards"

LOG = logging.getLogger(__name__)


def run_story_on_ray(
    story: Story,
    options: Options,
    limits: Limits,
    on_report: Progress = lambda _done, _all: None,
    *,
    address: str | None = None,
    folder: Path | None = None,
) -> RunOutcome:
    """Read what is pending on Ray, then link here; the record is the same as from one process.

    Args:
        limits: How many actors, and what the child of each may take.
        address: Of a cluster: ``auto`` on one of its nodes, or ``ray://HOST:10001``; None for this machine alone.
        folder: For the shards, at the same path on every node; None for one in the story's folder.

    Raises:
        ResourceMissing: Ray is not installed, or a worker cannot load its models.
        InputError: No cluster answers at the address.
        StageFailed: A shard was lost again and again.
        StoreError: The story or the shards cannot be written.
    """
    profile = Profile()
    story.mark_repeated()
    with _connected(address, limits.workers) as ray:
        ledger = Ledger((folder or story.folder / FOLDER).absolute(), _ask_key(ray, options, limits))
        done = _collect(story, ledger, list(ledger.done()), profile)  # of a run that was stopped
        total = done + len(story.pending(ledger.key))
        facts = {"pipeline": ledger.key, "reports": total - done, "runner": "ray", "workers": limits.workers}
        LOG.info("run started", extra=facts)
        while todo := story.pending(ledger.key):
            digests = _put(story, ledger, todo, limits.workers)
            for digest in _read_on(ray, ledger, digests, options, limits):
                done += _collect(story, ledger, [digest], profile)
                on_report(done, total)
        ledger.clear()
    return finish(story, done, profile)


def _put(story: Story, ledger: Ledger, todo: Sequence[str], workers: int) -> list[str]:
    """Write the next shards; return their digests."""
    size = max(1, min(LARGEST, -(-len(todo) // (SHARDS * workers))))
    part = todo[: size * WAVE * workers]
    return [ledger.put(load_shard(story, part[at : at + size])) for at in range(0, len(part), size)]


def _collect(story: Story, ledger: Ledger, digests: Sequence[str], profile: Profile) -> int:
    """Keep what became of shards; return how many reports that were."""
    count = 0
    for digest in digests:
        done = ledger.closed(digest)
        keep(story, done, ledger.key, profile)
        ledger.forget(digest)
        count += len(done)
    return count


def _read_on(ray: Any, ledger: Ledger, digests: Sequence[str], options: Options, limits: Limits) -> Iterator[str]:
    """Let actors read shards; yield the digest of each when it is done."""
    data = ray.data.from_items([{"shard": d} for d in digests], override_num_blocks=len(digests)).map_batches(
        ShardReader,
        fn_constructor_args=(ledger, options, Limits(1, limits.memory, limits.silent)),
        batch_size=1,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(size=limits.workers, max_tasks_in_flight_per_actor=2),
        ray_remote_args_fn=_retried,
    )
    try:
        for row in data.iter_rows():
            yield str(row["shard"])
    except ray.exceptions.RayError as error:
        message = f"Ray lost a shard {RETRIES} times: {error}; what was read is kept, run again to go on"
        raise StageFailed(message) from error


def _retried() -> dict[str, Any]:
    return {"max_restarts": RETRIES, "max_task_retries": RETRIES}


class ShardReader:
    """An actor: keeps one child with its models, reads shards with it and writes them to the ledger.

    Raises:
        ResourceMissing: The child cannot load its models, or is another onrecord than that which asks.
    """

    def __init__(self, ledger: Ledger, options: Options, limits: Limits) -> None:
        self.ledger = ledger
        self.floor = Floor(options, limits)
        self.floor.__enter__()
        if self.floor.key != ledger.key:
            raise ResourceMissing(
                f"a node has another onrecord, models or word lists ({self.floor.key}, not {ledger.key}); "
                "install the same version on every node"
            )

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Read the shards of a batch that are not in the ledger yet."""
        for digest in batch["shard"]:
            if not self.ledger.result(digest).is_file():
                self._read(str(digest))
        return batch

    def _read(self, digest: str) -> None:
        given = {report.id: (report, found) for report, found in self.ledger.get(digest).reports}
        self.ledger.close(digest, join_done(list(self.floor.read(list(given), given.__getitem__))))


def _ask_key(ray: Any, options: Options, limits: Limits) -> str:
    """Return the key of the pipeline as a worker of Ray loads it."""

    def key_of() -> str:
        with Floor(options, Limits(1, limits.memory, limits.silent)) as floor:
            return floor.key

    try:
        return str(ray.get(ray.remote(key_of).remote()))
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, ResourceMissing):
            raise error.cause from error
        raise


@contextmanager
def _connected(address: str | None, workers: int) -> Iterator[Any]:
    """Give Ray, connected; it calls nobody outside and prints no bars."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.data
    except ImportError:
        raise ResourceMissing("reading on Ray needs an extra; run: pip install 'onrecord[ray]'") from None
    ours = not ray.is_initialized()
    if ours:
        try:
            ray.init(**_options(address, workers))
        except (ConnectionError, ValueError) as error:
            raise InputError(f"no Ray cluster answers at {address!r}: {error}") from error
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.WARNING)
        yield ray
    finally:
        if ours:
            ray.shutdown()


def _options(address: str | None, workers: int) -> dict[str, Any]:
    quiet = {"logging_level": logging.WARNING, "log_to_driver": False}
    if address:
        return {**quiet, "address": address}
    return {**quiet, "address": "local", "num_cpus": workers, "include_dashboard": False}
