"""How the command line speaks: JSON or tables on standard output, progress and complaints on standard error."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    print(f"onrecord: {clean(message)}", file=sys.stderr)  # noqa: T201


def clean(text: str) -> str:
    """Return a text of a report made safe for a terminal: control and direction characters become visible."""
    return "".join(c if c == "\n" or (c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF) else "·" for c in text)


def give_json(value: Any) -> None:
    """Write one JSON document, sorted keys, on a line of standard output."""
    from onrecord.model.codec import encode_json

    sys.stdout.buffer.write(encode_json(value) + b"\n")


def say(text: str) -> None:
    """Write a line of data on standard output."""
    print(clean(text))  # noqa: T201


def console() -> "Console":
    """Return a console on standard output; its text is never read as markup."""
    from rich.console import Console

    return Console(highlight=False, markup=False, soft_wrap=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show a table; cells are plain text, whatever a report wrote into them."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    view = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", expand=False, pad_edge=False)
    for index, name in enumerate(columns):
        view.add_column(name, overflow="fold", style="bold" if index == 0 else "")
    for row in rows:
        view.add_row(*(Text(clean(cell)) for cell in row))
    console().print(view)


@contextmanager
def progress(label: str, total: int | None = None) -> "Iterator[Bar]":
    """Show a progress bar with rate and remaining time on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    shown = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=shown,
        transient=False,
        disable=not shown.is_terminal,
    )
    with bar:
        yield Bar(bar, bar.add_task(label, total=total, rate=""))


class Bar:
    """A running progress bar."""

    def __init__(self, bar: "Progress", task: Any) -> None:
        self._bar = bar
        self._task = task

    def step(self, done: int | None = None, total: int | None = None) -> None:
        """Move on by one, or to a number out of a total."""
        if done is None:
            self._bar.advance(self._task)
        else:
            self._bar.update(self._task, completed=done, total=total)
        if speed := self._bar.tasks[0].speed:
            self._bar.update(self._task, rate=f"{speed:,.1f} a second")


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun.

    Example:
        >>> plural(1, "report"), plural(3, "entity", "entities")
        ('1 report', '3 entities')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"
