"""Adds files to a story: lists them, skips the unchanged, reads the rest, keeps what each one gave."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from onrecord.intake import IntakeOptions, Source, list_files, read_sources, watch_paths
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
    has: KnownFiles = field(init=False)

    def __post_init__(self) -> None:
        self.has = KnownFiles(self.story)

    def knows(self, path: str, size: int, mtime_ns: int) -> bool:
        """Tell whether the story has a file as it is now, and count it."""
        same = self.has(path, size, mtime_ns)
        self.unchanged += same
        return same

    def take(self, source: Source) -> None:
        """Keep one source: one transaction, so that a killed run loses one document at most."""
        piece = Piece(
            path=source.path,
            items=source.items,
            data=source.data,
            size=source.size,
            mtime_ns=source.mtime_ns,
            first=source.path not in self.begun,
            complete=source.complete,
        )
        added = self.story.add(piece)
        self.begun.add(source.path)
        if source.complete:
            self.begun.discard(source.path)
        self.new += len(added.new)
        self.known += len(added.known)
        self.revised += len(added.revised)
        self.rejected.extend(added.rejected)
        self.notes.extend((source.path, note) for note in source.notes)

    def outcome(self) -> AddOutcome:
        """Return the counts."""
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
    """Add files and folders to a story, one transaction a document, so that a killed run loses one document at most.

    At the end what repeats across the reports of an outlet is marked; a run that was killed before makes up for it.

    Args:
        on_file: Called with the path of each file that was taken in whole.

    Raises:
        StoreError: The story cannot be written.
    """
    adder = _Adder(story)
    for source in read_sources(paths, replace(options, known=adder.knows)):
        adder.take(source)
        if source.complete:
            on_file(source.path)
    story.mark_repeated()
    return adder.outcome()


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
        story.mark_repeated()
        on_look(adder.outcome())
        adder = _Adder(story)


def count_files(story: Story, paths: Iterable[str], options: IntakeOptions) -> int:
    """Return how many files adding will read: what the remaining time is worked out from."""
    return sum(1 for _ in list_files(paths, replace(options, known=KnownFiles(story))))
