"""The child that parses: reads tasks from standard input, writes sources to standard output, dies alone.

Run as ``python -P -m onrecord.intake.worker`` by :mod:`onrecord.intake.supervisor`.
"""

import logging
import math
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from onrecord.intake.options import Source
from onrecord.intake.run import FROM_START, read_file
from onrecord.intake.wire import Answer, receive, send

FLUSH = 32
"""Sources that are sent at once."""

FLUSH_BYTES = 1_000_000

RETIRE = 220_000_000
"""Resident bytes from which a child ends after its task: what libraries hold on to is given back."""


@dataclass(slots=True)
class _Outbox:
    """Gathers sources and sends them by the lot."""

    stream: BinaryIO
    careful: bool
    waiting: list[Source] = field(default_factory=list)
    size: int = 0

    def add(self, source: Source) -> None:
        self.waiting.append(source)
        self.size += len(source.data or b"") + 1000
        if self.careful or len(self.waiting) >= FLUSH or self.size >= FLUSH_BYTES:
            send(self.stream, Answer(sources=tuple(self.waiting)))
            self.waiting, self.size = [], 0


def main() -> None:
    """Serve tasks until standard input ends."""
    tasks = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    _quiet()
    while (task := receive(tasks)) is not None:
        outbox = _Outbox(answers, task.careful)
        _limit_memory(task.options.memory)
        resume = task.resume
        for entry in task.entries:
            _limit_time(task.options.seconds)
            for source in read_file(entry, task.options, resume):
                outbox.add(source)
                _limit_time(task.options.seconds)
            resume = FROM_START
        retire = _resident() > RETIRE
        send(answers, Answer(sources=tuple(outbox.waiting), done=True, retire=retire))
        if retire:
            return


def _quiet() -> None:
    """Leave interrupts to the parent, and say nothing that a person would have to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)


def _limit_time(seconds: float) -> None:
    """Let the kernel end this process when the next document takes more processor time than it may."""
    try:
        import resource
    except ImportError:  # not on this system: the parent's clock alone limits
        return
    soft = math.ceil(time.process_time() + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for name in (resource.RLIMIT_AS, resource.RLIMIT_CORE):
        _, hard = resource.getrlimit(name)
        wanted = limit if name == resource.RLIMIT_AS else 0
        resource.setrlimit(name, (wanted if hard < 0 else min(wanted, hard), hard))


def _resident() -> int:
    """Return the bytes of memory this process holds now, 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main()
