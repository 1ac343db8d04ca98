"""Watches folders: reads what is new or changed once it is no longer being written."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.intake.files import list_files
from onrecord.intake.options import FileEntry, IntakeOptions, Source
from onrecord.intake.run import read_file


def watch_paths(
    paths: Iterable[Path | str],
    options: IntakeOptions,
    seconds: float = 2.0,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[Source | None]:
    """Yield sources as files come and change, for ever.

    A file is read when its size and time are the same in two looks. After each look that found nothing to read, None
    is given, so that the caller can stop or do other work.

    Args:
        paths: Folders and files; those that are not there yet are waited for.
        options: ``known`` passes over what the story has already.
        seconds: Between two looks.
        sleep: Called with ``seconds``.
    """
    from onrecord.intake.supervisor import read_isolated

    watched = [Path(path) for path in paths]
    done: dict[str, tuple[int, int]] = {}
    last: dict[str, tuple[int, int]] = {}

    def known(path: str, size: int, mtime_ns: int) -> bool:
        outer = options.known is not None and options.known(path, size, mtime_ns)
        return outer or done.get(path) == (size, mtime_ns)

    looking = replace(options, known=known)
    while True:
        entries = [e for e in list_files((p for p in watched if p.exists()), looking) if isinstance(e, FileEntry)]
        ready = [entry for entry in entries if last.get(entry.path) == (entry.size, entry.mtime_ns)]
        last = {entry.path: (entry.size, entry.mtime_ns) for entry in entries}
        done |= {entry.path: (entry.size, entry.mtime_ns) for entry in ready}
        if options.isolate:
            yield from read_isolated(ready, options)
        else:
            yield from (source for entry in ready for source in read_file(entry, options))
        if not ready:
            yield None
        sleep(seconds)
