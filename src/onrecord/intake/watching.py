"""Watches folders: reads what is new or changed once it is no longer being written."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.intake.files import list_files
from onrecord.intake.options import FileEntry, IntakeOptions, Source
from onrecord.intake.run import read_sources_of, rejected
from onrecord.model import Rejection

Stamp = tuple[int, int]
"""Bytes and time of the last change of a file."""


def watch_paths(
    paths: Iterable[Path | str],
    options: IntakeOptions,
    seconds: float = 2.0,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[Source | None]:
    """Yield sources as files come and change, for ever.

    A file is read when its size and time are the same in two looks. After each look that found nothing to read, None
    is given, so that the caller can stop or do other work. What cannot be listed, such as a link out of the folder,
    is given once.

    Args:
        paths: Folders and files; those that are not there yet are waited for.
        options: ``known`` passes over what the story has already; it is asked once for each state of a file.
        seconds: Between two looks.
        sleep: Called with ``seconds``.
    """
    watched = [Path(path) for path in paths]
    done: dict[str, Stamp] = {}
    last: dict[str, Stamp] = {}
    told: set[Rejection] = set()

    def known(path: str, size: int, mtime_ns: int) -> bool:
        stamp = (size, mtime_ns)
        if done.get(path) != stamp and options.known is not None and options.known(path, size, mtime_ns):
            done[path] = stamp
        return done.get(path) == stamp

    looking = replace(options, known=known)
    while True:
        found = list(list_files((p for p in watched if p.exists()), looking))
        news = dict.fromkeys(e for e in found if isinstance(e, Rejection) and e not in told)
        told.update(news)
        entries = [e for e in found if isinstance(e, FileEntry)]
        ready = [entry for entry in entries if last.get(entry.path) == _stamp(entry)]
        last = {entry.path: _stamp(entry) for entry in entries}
        done |= {entry.path: _stamp(entry) for entry in ready}
        yield from map(rejected, news)
        yield from read_sources_of(ready, options)
        if not ready:
            yield None
        sleep(seconds)


def _stamp(entry: FileEntry) -> Stamp:
    return entry.size, entry.mtime_ns
