"""Commands that compare: compare, diff."""

from typing import Annotated

import typer

from onrecord.cli.building import JsonOption, StoryArg
from onrecord.cli.looking import short
from onrecord.cli.output import give_json, say, table


def compare(
    story: StoryArg,
    left: Annotated[str, typer.Argument(metavar="A", help="Id or path of a report.")],
    right: Annotated[str, typer.Argument(metavar="B", help="Id or path of another.")],
    as_json: JsonOption = False,
) -> None:
    """Lay two reports side by side: what both tell, what only one does, how figures and quotations differ."""
    from onrecord.store import open_story
    from onrecord.store.changes import compare as compare_two

    with open_story(story) as opened:
        found = compare_two(opened, left, right)
        wanted = {i for _, a, b in found.shared for i in (*a, *b)} | {f for v in found.verdicts for f in v.figures}
        wanted |= {i for v in found.variants for i in (v.left, v.right)} | {*found.only_left, *found.only_right}
        lines = opened.lines_by_id(sorted(wanted))
    if as_json:
        give_json(found)
        return
    words = {i: li.quote for i, li in lines.items()}
    for link in found.copies:
        say(f"{link.left} is {link.judgement} {link.right}: {link.reason}")
    shared = [(str(of), words.get(a[0], a[0]), words.get(b[0], b[0])) for of, a, b in found.shared if of != "entity"]
    table(f"both tell ({len(shared)})", ("kind", "A", "B"), shared)
    rows = [(str(v.verdict), " / ".join(words.get(f, f) for f in v.figures), v.reason) for v in found.verdicts]
    table(f"figures ({len(rows)})", ("verdict", "figures", "reason"), rows)
    rows = [(str(v.judgement), words.get(v.left, v.left), words.get(v.right, v.right)) for v in found.variants]
    table(f"quotations ({len(rows)})", ("judged", "A", "B"), rows)
    for name, ids in (("only in A", found.only_left), ("only in B", found.only_right)):
        kept = [lines[i] for i in ids if i in lines and lines[i].kind != "entity"]
        table(f"{name} ({len(kept)})", ("id", "kind", "line"), [(short(li.id), li.kind, li.quote) for li in kept])


def diff(
    story: StoryArg,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="Day from which reports count as new.")],
    published: Annotated[
        bool, typer.Option("--published", help="Count by the day of publication, not of adding.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what the newer reports add, repeat, change or contradict, and what became of plans."""
    from onrecord.decisions.dates import check_date
    from onrecord.store import open_story
    from onrecord.store.changes import changed, plans

    day = check_date(since)
    with open_story(story) as opened:
        changes = changed(opened, day, published=published)
        kept = plans(opened)
        wanted = {i for c in changes for i in (*c.before, *c.after)} | {p.event for p in kept}
        lines = opened.lines_by_id(sorted(wanted))
    if as_json:
        give_json({"changes": changes, "plans": kept})
        return
    rows = []
    for change in changes:
        first = next((lines[i] for i in (*change.after, *change.before) if i in lines), None)
        if first is not None:
            rows.append((str(change.kind), str(change.of), first.quote, change.reason, short(first.id)))
    table(f"since {day} ({len(rows)})", ("change", "kind", "line", "reason", "id"), rows)
    told = [(str(p.outcome), lines[p.event].quote, p.due or "", short(p.event)) for p in kept if p.event in lines]
    table(f"plans and promises ({len(told)})", ("outcome", "plan", "due", "id"), told)


COMMANDS = (compare, diff)
