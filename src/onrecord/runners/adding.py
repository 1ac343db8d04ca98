"""Adds files to a story: lists them, skips the unchanged, reads the rest, keeps what each one gave."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from onrecord.intake import IntakeOptions, Source, list_files, read_sources, watch_paths
from onrecord.model import Rejection
from onrecord.store import Story
from onrecord.store.reports import Piece

BATCH = 32
"""Documents kept in one transaction, at most."""

BATCH_BYTES = 8_000_000

SECONDS = 0.5
"""How long a document may wait to be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOutcome:
    """What adding did.

    Attributes:
        new, known, unchanged: Reports that are new, were there, and files not even opened.
        revised: Reports that an edited version replaced.
        rejected: What could not be read, with its reason.
        notes: (file, sentence) on what was passed over without being an error, such as the pictures of a crawl.
    """

    new: int = 0
    known: int = 0
    unchanged: int = 0
    revised: int = 0
    rejected: tuple[Rejection, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class KnownFiles:
    """Tells of each file whether the story has it as it is now; files come nearly in order, so it looks ahead.

    Args:
        story: The story.
        ahead: Files that are asked for at once.
    """

    story: Story
    ahead: int = 500
    window: dict[str, tuple[int, int]] = field(default_factory=dict)
    first: str = ""
    last: str | None = ""

    def __call__(self, path: str, size: int, mtime_ns: int) -> bool:
        """Tell whether a file was added before and has the same size and time since."""
        if path < self.first or (self.last is not None and path > self.last):
            found = self.story.sources_from(path, self.ahead)
            self.window = {name: (size, mtime) for name, size, mtime in found}
            self.first, self.last = path, found[-1][0] if len(found) == self.ahead else None
        return self.window.get(path) == (size, mtime_ns)


@dataclass(slots=True)
class _Adder:
    """Takes sources into a story and counts what came of them."""

    story: Story
    new: int = 0
    known: int = 0
    unchanged: int = 0
    revised: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    waiting: list[Piece] = field(default_factory=list)
    size: int = 0
    kept: float = field(default_factory=time.monotonic)
    has: KnownFiles = field(init=False)

    def __post_init__(self) -> None:
        self.has = KnownFiles(self.story)

    def knows(self, path: str, size: int, mtime_ns: int) -> bool:
        """Tell whether the story has a file as it is now, and count it."""
        same = self.has(path, size, mtime_ns)
        self.unchanged += same
        return same

    def take(self, source: Source) -> None:
        """Take one source; it is kept at once with some others, or in the next half second."""
        self.waiting.append(
            Piece(
                path=source.path,
                items=source.items,
                data=source.data,
                size=source.size,
                mtime_ns=source.mtime_ns,
                first=source.path not in self.begun,
                complete=source.complete,
            )
        )
        self.size += len(source.data or b"")
        self.begun.add(source.path)
        if source.complete:
            self.begun.discard(source.path)
        self.notes.extend((source.path, note) for note in source.notes)
        if len(self.waiting) >= BATCH or self.size >= BATCH_BYTES or time.monotonic() > self.kept + SECONDS:
            self.keep()

    def keep(self) -> None:
        """Keep what was taken: one transaction, so that a killed run loses no more than that."""
        waiting, self.waiting, self.size = self.waiting, [], 0
        for added in self.story.add_all(waiting) if waiting else ():
            self.new += len(added.new)
            self.known += len(added.known)
            self.revised += len(added.revised)
            self.rejected.extend(added.rejected)
        self.kept = time.monotonic()

    def finish(self) -> AddOutcome:
        """Keep the rest, mark what repeats, and return the counts."""
        self.keep()
        self.story.mark_repeated()
        return AddOutcome(
            new=self.new,
            known=self.known,
            unchanged=self.unchanged,
            revised=self.revised,
            rejected=tuple(self.rejected),
            notes=tuple(self.notes),
        )


def add_paths(
    story: Story,
    paths: Iterable[str],
    options: IntakeOptions,
    on_file: Callable[[str], None] = lambda _: None,
) -> AddOutcome:
    """Add files and folders to a story, a few at a time, so that a killed run loses what it did in half a second.

    At the end what repeats across the reports of an outlet is marked; a run that was killed before makes up for it.

    Args:
        on_file: Called with the path of each file that was taken in whole.

    Raises:
        StoreError: The story cannot be written.
    """
    adder = _Adder(story)
    try:
        for source in read_sources(paths, replace(options, known=adder.knows)):
            adder.take(source)
            if source.complete:
                on_file(source.path)
    except KeyboardInterrupt:
        adder.keep()
        raise
    return adder.finish()


def watch_into(
    story: Story,
    paths: Iterable[Path | str],
    options: IntakeOptions,
    on_look: Callable[[AddOutcome], None],
    sleep: Callable[[float], object] | None = None,
) -> None:
    """Add files as they come and change, until ``on_look`` or ``sleep`` raises; unfinished files are waited for.

    Args:
        on_look: Called with what was added whenever there is nothing more to read for now.
        sleep: Called with the seconds between two looks at the folders.

    Raises:
        StoreError: The story cannot be written.
    """
    adder = _Adder(story)
    watch = watch_paths if sleep is None else partial(watch_paths, sleep=sleep)
    for source in watch(paths, replace(options, known=story.unchanged)):
        if source is not None:
            adder.take(source)
            continue
        on_look(adder.finish())
        adder = _Adder(story)


def count_files(story: Story, paths: Iterable[str], options: IntakeOptions) -> int:
    """Return how many files adding will read: what the remaining time is worked out from."""
    return sum(1 for _ in list_files(paths, replace(options, known=KnownFiles(story))))
