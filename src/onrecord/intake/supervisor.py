"""Hands files to child processes, keeps their order, and outlives whatever a file does to a child.

A child that dies or hangs is replaced, and its task goes on behind what it had sent. Which document did it is found
by sending the rest one by one; that document is tried once more with a simpler reader, if its format has one, and
then refused with the reason. Children are started afresh (no fork), so threads of the caller do no harm.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.intake.options import FileEntry, IntakeOptions, Source
from onrecord.intake.run import FROM_START, Resume, rejected, spool_input
from onrecord.intake.wire import Answer, Task, receive, send
from onrecord.model import Rejection

BATCH = 16
"""Files of a task."""

BATCH_BYTES = 4_000_000

AHEAD = 3
"""Tasks a child that are handed out before the first one is read to its end."""

HELD = 32_000_000
"""Bytes of answers that a task may have waiting before its child is made to wait."""

PATIENCE = 4.0
"""Wall seconds a second of allowed processor time: a busy machine is no reason to refuse a file."""


@dataclass(slots=True)
class _Job:
    """A task on its way: what came back, and where it is."""

    entries: tuple[FileEntry, ...]
    answers: deque[Source] = field(default_factory=deque)
    held: int = 0
    done: bool = False
    worker: "_Worker | None" = None
    careful: bool = False
    resume: Resume = FROM_START
    at: int = 0
    parts: int = 0

    def take(self, answer: Answer) -> None:
        """Keep an answer, and count which file and part comes next."""
        for source in answer.sources:
            self.answers.append(source)
            self.held += len(source.data or b"")
            self.parts += 1
            if source.complete:
                self.at, self.parts, self.resume = self.at + 1, 0, FROM_START
        self.done = answer.done

    def blame(self, reason: str) -> None:
        """Record that the child died, and make ready for the next one."""
        failed = dict(self.resume.failed)
        if self.careful:
            failed[self.parts] = (*failed.get(self.parts, ()), reason)
            if len(failed[self.parts]) > 3:  # not the document but the way to it: give the file up
                entry = self.entries[self.at]
                self.take(Answer(sources=(rejected(_gave_up(entry, reason), entry),)))
                failed = {}
        self.resume = Resume(skip=self.parts, failed=failed)
        self.careful = True
        self.done = self.at >= len(self.entries)


class _Worker:
    """A child with the thread that listens to it."""

    def __init__(self, events: "queue.Queue[tuple[_Worker, Answer | None]]") -> None:
        command = [sys.executable, "-P", "-W", "ignore", "-m", "onrecord.intake.worker"]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
        self.job: _Job | None = None
        self.heard = time.monotonic()
        self.gate = threading.Event()
        self.gate.set()
        self.reason = ""
        self._events = events
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        try:
            while answer := receive(self.process.stdout):
                self._events.put((self, answer))
                self.gate.wait()
        except (OSError, ValueError):
            pass  # the pipe was closed: the child is gone
        finally:
            self._events.put((self, None))

    def start(self, job: _Job, options: IntakeOptions) -> None:
        """Give the child a task."""
        assert self.process.stdin is not None
        self.job, job.worker, self.heard = job, self, time.monotonic()
        task = Task(entries=job.entries[job.at :], options=options, resume=job.resume, careful=job.careful)
        with contextlib.suppress(BrokenPipeError):  # the listener tells that it is gone
            send(self.process.stdin, task)

    def why_ended(self, options: IntakeOptions) -> str:
        """Return a sentence on why the child is no more."""
        code = self.process.wait()
        if self.reason:
            return self.reason
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"took more than {options.seconds:.0f} seconds of processor time to read; save it as plain text"
        if code < 0:
            return f"made its reader crash ({signal.Signals(-code).name}); save it in another format or as plain text"
        return "took its reader down, perhaps for want of memory; save it in another format or as plain text"

    def stop(self) -> None:
        """End the child."""
        self.process.kill()
        self.gate.set()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.wait()


@dataclass(slots=True)
class _Pool:
    """The children, the tasks in their order, and what the children said."""

    options: IntakeOptions
    jobs: deque[_Job] = field(default_factory=deque)
    idle: list[_Worker] = field(default_factory=list)
    busy: list[_Worker] = field(default_factory=list)
    events: "queue.Queue[tuple[_Worker, Answer | None]]" = field(default_factory=queue.Queue)

    def fill(self) -> None:
        """Give every task that waits to a child, as far as there are children."""
        for job in self.jobs:
            if job.done or job.worker is not None:
                continue
            if not self.idle and len(self.busy) < max(1, self.options.workers):
                self.idle.append(_Worker(self.events))
            if not self.idle:
                return
            worker = self.idle.pop()
            self.busy.append(worker)
            worker.start(job, self.options)

    def listen(self) -> None:
        """Wait for one message and take it in; end children that are silent for too long."""
        try:
            worker, answer = self.events.get(timeout=0.5)
        except queue.Empty:
            self._end_silent()
            return
        worker.heard = time.monotonic()
        job = worker.job
        if worker not in self.busy or job is None:
            return
        if answer is None:
            self.busy.remove(worker)
            job.blame(worker.why_ended(self.options))
            job.worker = None
            worker.stop()
            return
        job.take(answer)
        if answer.done:
            self._free(worker, retire=answer.retire)
        elif job.held > HELD and job is not self.jobs[0]:
            worker.gate.clear()

    def _free(self, worker: _Worker, *, retire: bool) -> None:
        self.busy.remove(worker)
        worker.job = None
        if retire:
            worker.stop()
        else:
            self.idle.append(worker)

    def _end_silent(self) -> None:
        limit = 30 + PATIENCE * self.options.seconds
        for worker in self.busy:
            if worker.gate.is_set() and time.monotonic() - worker.heard > limit:
                worker.reason = f"was not read within {limit:.0f} seconds; save it as plain text"
                worker.process.kill()

    def close(self) -> None:
        """End every child."""
        for worker in (*self.idle, *self.busy):
            worker.stop()


def read_isolated(entries: Iterable[FileEntry | Rejection], options: IntakeOptions) -> Iterator[Source]:
    """Read files in child processes, in the order given.

    Args:
        entries: Files, and rejections which are passed through in their place.
        options: What the user gave.
    """
    pool = _Pool(options=replace(options, known=None))
    spooled: list[str] = []
    todo = _batches(entries, spooled)
    try:
        more = True
        while more or pool.jobs:
            while more and len(pool.jobs) < AHEAD * max(1, options.workers):
                job = next(todo, None)
                more = job is not None
                if job is not None:
                    pool.jobs.append(job)
            pool.fill()
            if pool.jobs:
                yield from _head(pool)
    finally:
        pool.close()
        for name in spooled:
            Path(name).unlink(missing_ok=True)


def _head(pool: _Pool) -> Iterator[Source]:
    """Yield what the first task has; take it off when it is done, else wait for the children."""
    job = pool.jobs[0]
    if job.worker is not None:
        job.worker.gate.set()
    if job.answers:
        while job.answers:
            yield job.answers.popleft()
        job.held = 0
    if job.done:
        pool.jobs.popleft()
    else:
        pool.listen()


def _batches(entries: Iterable[FileEntry | Rejection], spooled: list[str]) -> Iterator[_Job]:
    """Gather small files into tasks; what is known to be unreadable becomes a task that is done already."""
    waiting: list[FileEntry] = []
    size = 0
    for entry in entries:
        ready = isinstance(entry, Rejection) or (not entry.size and entry.path != "-")
        if waiting and (ready or len(waiting) >= BATCH or size + entry_size(entry) > BATCH_BYTES):
            yield _Job(entries=tuple(waiting))
            waiting, size = [], 0
        if isinstance(entry, Rejection):
            yield _Job(entries=(), answers=deque([rejected(entry)]), done=True)
            continue
        if ready:
            empty = Rejection(path=entry.path, code="empty", reason="is empty; nothing was read")
            yield _Job(entries=(), answers=deque([rejected(empty, entry)]), done=True)
            continue
        if entry.path == "-":
            try:
                spooled.append(spool_input())
            except OSError as error:
                reason = f"standard input cannot be kept while it is read: {error.strerror or error}"
                yield _Job(
                    entries=(),
                    answers=deque([rejected(Rejection(path="-", code="unreadable", reason=reason))]),
                    done=True,
                )
                continue
            entry = replace(entry, real=spooled[-1], size=Path(spooled[-1]).stat().st_size)  # noqa: PLW2901
        waiting.append(entry)
        size += entry.size
    if waiting:
        yield _Job(entries=tuple(waiting))


def entry_size(entry: FileEntry | Rejection) -> int:
    """Return the bytes of a file, 0 for a rejection."""
    return 0 if isinstance(entry, Rejection) else entry.size


def _gave_up(entry: FileEntry, reason: str) -> Rejection:
    return Rejection(path=entry.path, code="refused", reason=f"the rest of the file was given up: it {reason}")


def _environment() -> dict[str, str]:
    """Return the environment of a child: ours, with the package findable and one thread a library."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
