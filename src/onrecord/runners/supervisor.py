"""Hands shards to worker processes and outlives whatever a report does to a worker.

A worker answers for each report of its shard, so when it dies or falls silent, the first report without an answer is
the suspect: it is sent once more alone, and if it ends its worker again it is quarantined with the reason. The rest of
the shard goes on. (Cutting shards in halves finds it too, but loads the models anew at every cut.)
"""

import contextlib
import logging
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from onrecord.errors import ResourceMissing
from onrecord.model import Report
from onrecord.model.decisions import Decision
from onrecord.resources import Options
from onrecord.runners.shards import Done, Shard
from onrecord.runners.wire import Hello, Setup, receive, send

SHARD = 16
"""Reports a shard in one machine's memory: small, so that progress shows and a lost shard costs little."""

MEMORY = 3_000_000_000
"""Bytes of address space a worker may take."""

SILENT = 600.0
"""Seconds after which a worker that answers nothing is ended."""

LOADING = 120.0
"""Seconds in which a worker must have loaded its models."""

LOG = logging.getLogger(__name__)

Load = Callable[[str], tuple[Report, Sequence[Decision]]]
"""Returns a report by its id, with the decisions in force on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What workers may take.

    Attributes:
        workers: How many.
        memory: Bytes of address space of each; 0 for no limit.
        silent: Seconds a shard may take.
    """

    workers: int = 2
    memory: int = MEMORY
    silent: float = SILENT


class Worker:
    """One child with the thread that listens to it."""

    def __init__(self, options: Options, limits: Limits, heard: "queue.Queue[tuple[Worker, object]]") -> None:
        command = [sys.executable, "-W", "ignore", "-m", "onrecord.runners.worker"]
        self.process = subprocess.Popen(  # noqa: S603 (our own module)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.ids: tuple[str, ...] = ()
        self.since = time.monotonic()
        self.ready = False
        self._heard = heard
        self.tell(Setup(options, limits.memory))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(OSError, ValueError, EOFError):
            while (answer := receive(self.process.stdout)) is not None:
                self._heard.put((self, answer))
        self._heard.put((self, None))

    def tell(self, value: object) -> None:
        """Send a value; a worker that is gone is noticed by its listener."""
        assert self.process.stdin is not None
        self.since = time.monotonic()
        with contextlib.suppress(BrokenPipeError):
            send(self.process.stdin, value)

    def stop(self) -> str:
        """End the child; return how it ended."""
        self.process.kill()
        code = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return signal.Signals(-code).name if code < 0 else f"code {code}"


class Floor:
    """Worker processes that stay, and the shards that wait for them.

    Example:
        >>> with Floor(Options(reader="fast"), Limits(workers=1)) as floor:
        ...     list(floor.read([], load=dict().__getitem__))
        []
    """

    def __init__(self, options: Options, limits: Limits) -> None:
        self.options, self.limits = options, limits
        self.shards: deque[tuple[str, ...]] = deque()
        self.suspects: set[str] = set()
        self.workers: list[Worker] = []
        self.heard: queue.Queue[tuple[Worker, object]] = queue.Queue()
        self.key = ""

    def __enter__(self) -> Self:
        try:
            self.key = self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, ids: Sequence[str], load: Load) -> Iterator[Done]:
        """Read reports.

        Args:
            load: Returns a report with the decisions in force on it.

        Yields:
            What became of one or more reports, in any order, until each was told of.
        """
        self.suspects.clear()
        self.shards.extend(tuple(ids[at : at + SHARD]) for at in range(0, len(ids), SHARD))
        while self.shards or any(w.ids for w in self.workers):
            missing = min(len(self.shards), max(1, self.limits.workers)) - len(self.workers)
            self.workers += [self._hire() for _ in range(missing)]
            yield from self._turn(load)

    def _open(self) -> str:
        """Start the workers and return the key of the first that is ready."""
        self.workers = [self._hire() for _ in range(max(1, self.limits.workers))]
        while True:
            try:
                worker, answer = self.heard.get(timeout=LOADING)
            except queue.Empty:
                raise ResourceMissing(f"no worker was ready within {LOADING:.0f} seconds") from None
            if not isinstance(answer, Hello):
                raise ResourceMissing("a worker ended while it loaded the models; run 'onrecord doctor'")
            if answer.error is not None:
                raise answer.error
            worker.ready = True
            return answer.key

    def _hire(self) -> Worker:
        return Worker(self.options, self.limits, self.heard)

    def _turn(self, load: Load) -> Iterator[Done]:
        """Hand out what waits, then take in one message."""
        for worker in self.workers:
            if worker.ready and not worker.ids and self.shards:
                worker.ids = self.shards.popleft()
                loaded = (load(i) for i in worker.ids)
                worker.tell(Shard(tuple((report, tuple(found)) for report, found in loaded)))
        try:
            worker, answer = self.heard.get(timeout=1.0)
        except queue.Empty:
            self._end_silent()
            return
        if worker not in self.workers:
            return
        if answer is None:
            yield from self._bury(worker)
        elif isinstance(answer, Hello):
            worker.ready = answer.error is None
        elif isinstance(answer, Done):
            told = {p.report for p in answer.prepared} | {report for report, _ in answer.failed}
            worker.ids = tuple(i for i in worker.ids if i not in told)
            worker.since = time.monotonic()
            yield answer

    def _bury(self, worker: Worker) -> Iterator[Done]:
        """Replace a worker that is gone, and find which report ended it."""
        how, ids = worker.stop(), worker.ids
        self.workers.remove(worker)
        if len(ids) == 1 and ids[0] in self.suspects:
            reason = f"reading it ended its process ({how}); it is set aside, the other reports go on"
            LOG.warning("report set aside", extra={"report": ids[0], "reason": reason})
            yield Done(failed=((ids[0], reason),))
        elif ids:
            LOG.warning("worker lost", extra={"how": how, "unanswered": len(ids)})
            self.suspects.add(ids[0])
            self.shards.extendleft(shard for shard in (ids[1:], ids[:1]) if shard)

    def _end_silent(self) -> None:
        for worker in self.workers:
            limit = self.limits.silent if worker.ready else LOADING
            if (worker.ids or not worker.ready) and time.monotonic() - worker.since > limit:
                worker.process.kill()

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.stop()
