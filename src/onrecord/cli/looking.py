"""Commands that look: show, quotes, timeline, search, why."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.building import JsonOption, StoryArg
from onrecord.cli.output import clean, give_json, say, table

if TYPE_CHECKING:
    from onrecord.model import Reading
    from onrecord.model.decisions import Decision, Line

KINDS = {
    "entities": "entity",
    "people": "entity",
    "quotations": "quotation",
    "quotes": "quotation",
    "times": "timex",
    "timexes": "timex",
    "events": "event",
    "figures": "figure",
}


def show(
    story: StoryArg,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHAT]",
            help="reports, entities, quotations, times, events, figures, verdicts, links, rejections; "
            "without it the story at a glance.",
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Only lines said by, or counted by, this name.")] = None,
    report: Annotated[str | None, typer.Option("--report", help="Only lines of this report.")] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", help="Only events of this factuality, or lines at this review mark."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the story at a glance, or all lines of a kind."""
    from onrecord.cli import views
    from onrecord.errors import InputError
    from onrecord.store import open_story

    with open_story(story) as opened:
        if what is None:
            views.show_overview(opened, as_json=as_json)
        elif what in KINDS:
            wanted = opened.report(report).id if report else None
            lines = opened.lines(kinds=[KINDS[what]], report=wanted)
            give_lines(_filtered(lines, by, status), as_json=as_json, title=what)
        elif what in views.OTHER:
            views.OTHER[what](opened, as_json)
        else:
            raise InputError(f"nothing is called {what!r}; use {', '.join([*KINDS, *views.OTHER])}")


def _filtered(lines: "Iterable[Line]", by: str | None, status: str | None) -> "Iterator[Line]":
    """Yield the lines that a name stands behind and that have a status."""
    for line in lines:
        if by is not None and not any(by.casefold() in voice.casefold() for voice in line.said_by):
            continue
        if status is not None and status not in {line.review, line.item.get("factuality"), line.evidence}:
            continue
        yield line


def quotes(
    story: StoryArg,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Who spoke, or passed it on.")] = None,
    relayed: Annotated[bool, typer.Option("--relayed", help="Only what someone else passed on.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what people said and who passed it on."""
    from onrecord.store import open_story

    with open_story(story) as opened:
        lines = _filtered(opened.lines(kinds=["quotation"]), name, None)
        chosen = [li for li in lines if not relayed or li.evidence == "relayed"]
        give_lines(chosen, as_json=as_json, title="quotations")


def timeline(
    story: StoryArg,
    status: Annotated[
        str | None, typer.Option("--status", help="happened, planned, denied, alleged or hypothetical.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what happened when, with the doubt of each date and how many independent reports tell of it."""
    from onrecord.cli.views import timeline_rows
    from onrecord.store import open_story

    with open_story(story) as opened:
        rows = timeline_rows(opened, status)
    if as_json:
        for row in rows:
            give_json(row)
        return
    table(
        "timeline",
        ("date", "what", "who", "status", "reports", "id"),
        [
            (
                r["date"] or "date unknown",
                f"{r['type']}: {r['quote']}",
                r["who"],
                r["status"],
                f"{r['reports']} ({r['origins']} independent)",
                short(r["event"]),
            )
            for r in rows
        ],
    )


def search(
    story: StoryArg,
    words: Annotated[str, typer.Argument(help='Words to find; "in quotation marks" they must stand together.')],
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many sentences at most.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Find sentences in every report."""
    from onrecord.store import open_story
    from onrecord.store.search import END, START

    with open_story(story) as opened:
        hits = opened.search(words, limit)
    for hit in hits:
        if as_json:
            plain = hit.marked.replace(START, "").replace(END, "")
            give_json({"report": hit.report, "span": [hit.start, hit.end], "sentence": plain})
        else:
            say(f"{hit.report} [{hit.start}–{hit.end}]  {hit.marked.replace(START, '»').replace(END, '«')}")
    if not hits and not as_json:
        say("nothing found")


def why(
    story: StoryArg,
    line: Annotated[str, typer.Argument(metavar="ID", help="Id of a line, or its first letters.")],
    as_json: JsonOption = False,
) -> None:
    """Show where a line comes from: sentence, offsets, hash, what made it, and every decision on it."""
    from onrecord.cli.views import explain
    from onrecord.store import open_story

    with open_story(story) as opened:
        told = explain(opened, line)
    if as_json:
        give_json(told)
        return
    for name, value in told.items():
        say(f"{name:<12} {value if isinstance(value, str) else _compact(value)}")


def _compact(value: object) -> str:
    from onrecord.model.codec import encode_json

    return encode_json(value).decode()


def short(line: str) -> str:
    """Return as much of an id as a person needs; any beginning that is not shared is accepted."""
    from onrecord.model.ids import SHOWN

    return line[:SHOWN]


def give_lines(lines: "Iterable[Line]", *, as_json: bool, title: str) -> None:
    """Give lines as JSON, one a line, or as a table."""
    if as_json:
        for line in lines:
            give_json(line)
        return
    rows = [line_row(li) for li in lines]
    names = ("id", "line", "said by", "evidence", "review", "report")
    table(f"{title} ({len(rows)})", names, rows)


def line_row(line: "Line") -> tuple[str, ...]:
    """Return a line as a row of a table."""
    from onrecord.report.words import describe

    voices = " ← ".join(line.said_by)
    held = " (held)" if line.held else ""
    return short(line.id), describe(line), voices, line.evidence, f"{line.review}{held}", line.report


def show_reading(reading: "Reading") -> None:
    """Show what was found in one report that is not stored."""
    from onrecord.decisions import apply_decisions

    lines = apply_decisions(reading, ()).lines
    title = f"{reading.report.path}: {reading.report.title or 'no title'}"
    table(clean(title), ("id", "line", "said by", "evidence"), [(li.local, *line_row(li)[1:4]) for li in lines])


def decision_row(decision: "Decision", ended: Sequence[str]) -> tuple[str, ...]:
    """Return a decision as a row of a table."""
    words = "; ".join(t.exact or t.label or t.report for t in decision.targets)
    change = f" {decision.field or ''}={decision.value}" if decision.value is not None else ""
    undoes = f" {short(decision.undoes)}" if decision.undoes else ""
    return (
        short(decision.id),
        decision.at[:19].replace("T", " "),
        decision.who,
        f"{decision.verb}{change}{undoes}",
        words[:80],
        decision.reason,
        ", ".join(ended),
    )


COMMANDS = (show, quotes, timeline, search, why)
