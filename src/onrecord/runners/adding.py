"""Adds files to a story: lists them, skips the unchanged, reads the rest, keeps what each one gave."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from onrecord.intake import IntakeOptions, read_sources
from onrecord.model import Rejection
from onrecord.store import Story
from onrecord.store.reports import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOutcome:
    """What adding did.

    Attributes:
        new, known, unchanged: Reports that are new, were there, and files not even opened.
        revised: Reports that an edited version replaced.
        rejected: What could not be read, with its reason.
    """

    new: int = 0
    known: int = 0
    unchanged: int = 0
    revised: int = 0
    rejected: tuple[Rejection, ...] = ()


def add_paths(
    story: Story,
    paths: Iterable[str],
    options: IntakeOptions,
    on_file: Callable[[str], None] = lambda _: None,
) -> AddOutcome:
    """Add files and folders to a story, one transaction a file, so that a killed run loses one file at most.

    Args:
        on_file: Called with the path of each file that was taken in.

    Raises:
        StoreError: The story cannot be written.
    """
    total = AddOutcome()
    skipped = 0

    def known(path: str, size: int, mtime_ns: int) -> bool:
        nonlocal skipped
        same = story.unchanged(path, size, mtime_ns)
        skipped += same
        return same

    seen: set[str] = set()
    for source in read_sources(paths, replace(options, known=known)):
        piece = Piece(
            path=source.path,
            items=source.items,
            data=source.data,
            size=source.size,
            mtime_ns=source.mtime_ns,
            first=source.path not in seen,
            complete=source.complete,
        )
        seen.add(source.path)
        added = story.add(piece)
        total = AddOutcome(
            new=total.new + len(added.new),
            known=total.known + len(added.known),
            revised=total.revised + len(added.revised),
            rejected=total.rejected + added.rejected,
        )
        on_file(source.path)
    return replace(total, unchanged=skipped)
