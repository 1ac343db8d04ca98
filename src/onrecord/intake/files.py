"""Lists the files to read: sorted, stat first, nothing opened."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.intake.options import FileEntry, IntakeOptions
from onrecord.model import Rejection

SKIPPED = frozenset({".git", "__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini"})


def list_files(paths: Iterable[Path | str], options: IntakeOptions) -> Iterator[FileEntry | Rejection]:
    """Yield the files that paths name, folders walked in sorted order, each file once.

    Hidden files below a folder are passed over; a hidden file that the user names is read.

    Args:
        paths: Files, folders, or ``-`` for standard input.
        options: ``known`` passes files over; ``follow_links`` follows links out of a folder.

    Returns:
        A lazy stream; what cannot be listed is a rejection in its place.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            yield FileEntry(path="-")
        elif os.path.isdir(name):
            yield from _walk(name, Path(name).resolve(), options, seen)
        else:
            yield from _entry(name, options, seen)


def _walk(
    folder: str, root: Path, options: IntakeOptions, seen: set[tuple[int, int]]
) -> Iterator[FileEntry | Rejection]:
    try:
        names = sorted(os.listdir(folder), key=os.fsencode)
    except OSError as error:
        yield Rejection(path=_shown(folder), code="unreadable", reason=_os_reason(error, "folder"))
        return
    for name in names:
        if name.startswith(".") or name in SKIPPED:
            continue
        path = os.path.join(folder, name)
        if os.path.islink(path) and not options.follow_links and not _inside(path, root):
            yield Rejection(
                path=_shown(path),
                code="link",
                reason="is a link that leads out of the folder; name its target to read it",
            )
        elif os.path.isdir(path):
            if not os.path.islink(path):
                yield from _walk(path, root, options, seen)
        else:
            yield from _entry(path, options, seen)


def _inside(path: str, root: Path) -> bool:
    target = Path(os.path.realpath(path))
    return target == root or root in target.parents


def _entry(path: str, options: IntakeOptions, seen: set[tuple[int, int]]) -> Iterator[FileEntry | Rejection]:
    """Yield the entry of one file, or why it is none."""
    shown = _shown(path)
    try:
        found = os.stat(path)
    except OSError as error:
        yield Rejection(path=shown, code="missing", reason=_os_reason(error, "file"))
        return
    if not stat.S_ISREG(found.st_mode):
        yield Rejection(
            path=shown,
            code="not-a-file",
            reason="is no ordinary file (a device, pipe or socket); copy it to a file",
        )
        return
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return
    seen.add(key)
    if options.known is not None and options.known(shown, found.st_size, found.st_mtime_ns):
        return
    real = path if path != shown else ""
    yield FileEntry(path=shown, size=found.st_size, mtime_ns=found.st_mtime_ns, real=real)


def _shown(path: str) -> str:
    """Return a path as it is shown and stored: bytes that are no UTF-8 replaced."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _os_reason(error: OSError, what: str) -> str:
    """Return a sentence for people on what the file system said."""
    if isinstance(error, FileNotFoundError):
        return f"is not there (any more); check the name of the {what}"
    if isinstance(error, PermissionError):
        return f"may not be read by you; change the rights of the {what} and add it again"
    return f"cannot be read: {error.strerror or error}"
