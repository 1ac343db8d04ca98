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
    for given in paths:
        path = Path(given)
        if str(given) == "-":
            yield FileEntry(path="-")
        elif path.is_dir():
            yield from _walk(path, path.resolve(), options, seen)
        else:
            yield from _entry(path, options, seen)


def _walk(
    folder: Path, root: Path, options: IntakeOptions, seen: set[tuple[int, int]]
) -> Iterator[FileEntry | Rejection]:
    try:
        with os.scandir(folder) as found:
            names = sorted((entry.name for entry in found), key=os.fsencode)
    except OSError as error:
        yield Rejection(path=_shown(folder), code="unreadable", reason=_os_reason(error, "folder"))
        return
    for name in names:
        if name.startswith(".") or name in SKIPPED:
            continue
        path = folder / name
        linked = path.is_symlink()
        if linked and not options.follow_links and not _inside(path, root):
            reason = "is a link that leads out of the folder; name its target to read it"
            yield Rejection(path=_shown(path), code="link", reason=reason)
        elif path.is_dir():
            if not linked:
                yield from _walk(path, root, options, seen)
        else:
            yield from _entry(path, options, seen)


def _inside(path: Path, root: Path) -> bool:
    """Tell whether a link leads to a place below the folder."""
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _entry(path: Path, options: IntakeOptions, seen: set[tuple[int, int]]) -> Iterator[FileEntry | Rejection]:
    """Yield the entry of one file, or why it is none."""
    shown = _shown(path)
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        yield Rejection(path=shown, code="missing", reason=_os_reason(error, "file"))
        return
    if not stat.S_ISREG(found.st_mode):
        reason = "is no ordinary file (a device, pipe or socket); copy it to a file"
        yield Rejection(path=shown, code="not-a-file", reason=reason)
        return
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return
    seen.add(key)
    if options.known is not None and options.known(shown, found.st_size, found.st_mtime_ns):
        return
    real = str(path) if str(path) != shown else ""
    yield FileEntry(path=shown, size=found.st_size, mtime_ns=found.st_mtime_ns, real=real)


def _shown(path: Path) -> str:
    """Return a path as it is shown and stored: bytes that are no UTF-8 replaced."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _os_reason(error: OSError | ValueError, what: str) -> str:
    """Return a sentence for people on what the file system said."""
    if isinstance(error, FileNotFoundError):
        return f"is not there (any more); check the name of the {what}"
    if isinstance(error, PermissionError):
        return f"may not be read by you; change the rights of the {what} and add it again"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
