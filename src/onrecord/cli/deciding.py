"""Commands that decide, and that look at decisions: decide, undo, log, check."""

import getpass
from typing import Annotated

import typer

from onrecord.cli.building import JsonOption, StoryArg
from onrecord.cli.output import give_json, say, table

WhoOption = Annotated[str | None, typer.Option("--who", help="Who decides; your user name by default.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]

VERBS = "confirm, reject, correct FIELD=VALUE, unsure, date DATE, merge ID, split ID, prefer, hold, release"


def decide(
    story: StoryArg,
    line: Annotated[str, typer.Argument(metavar="ID", help="Id of a line or of a report, or its first letters.")],
    verb: Annotated[str, typer.Argument(metavar="VERB", help=VERBS + ".")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]", help="What the verb needs: a date, FIELD=VALUE, an id."),
    ] = None,
    reason: ReasonOption = "",
    who: WhoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide on a line or a report. Nothing is ever overwritten: 'undo' takes a decision back."""
    from onrecord.store import open_story
    from onrecord.store.acts import decide_on, parse_verb

    settled = parse_verb(verb)
    field, value = _said(settled, list(values or ()))
    with open_story(story) as opened:
        decision = decide_on(
            opened, line, settled, who=who or getpass.getuser(), field=field, value=value, reason=reason
        )
        opened.relink()
        ended = [row for row in opened.outcomes() if row[0] == decision.id]
    if as_json:
        give_json({"decision": decision, "outcomes": ended})
        return
    words = "; ".join(t.exact or t.label or t.report for t in decision.targets)
    say(f"{decision.id[:6]} {decision.verb}: {words[:100]}")
    for _, _, outcome, why in ended:
        if outcome != "applied":
            say(f"  {outcome}: {why}")


def _said(verb: str, values: list[str]) -> tuple[str | None, "str | list[str] | None"]:
    """Return field and value of a decision from the words of the command.

    Raises:
        InputError: The verb needs another number or kind of values.
    """
    from onrecord.errors import InputError

    if verb in {"merge", "split"}:
        return None, values
    needs = 1 if verb in {"date", "correct"} else 0
    if len(values) != needs:
        raise InputError(f"'{verb}' needs {needs or 'no'} value; got {len(values)}")
    if verb != "correct":
        return None, values[0] if values else None
    field, sign, value = values[0].partition("=")
    if not sign:
        raise InputError("'correct' needs FIELD=VALUE, for example speaker='Jane Roe'")
    return field, value


def undo(
    story: StoryArg,
    decision: Annotated[str | None, typer.Argument(metavar="[ID]", help="Id; the last one in force.")] = None,
    reason: ReasonOption = "",
    who: WhoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take one decision back, in any order; the undo is kept in the log and can itself be undone."""
    from onrecord.store import open_story
    from onrecord.store.acts import undo_last

    with open_story(story) as opened:
        done = undo_last(opened, who=who or getpass.getuser(), reason=reason, wanted=decision or "")
        opened.relink()
    if as_json:
        give_json(done)
    else:
        say(f"{done.id[:6]} undoes {(done.undoes or '')[:6]}")


def log(story: StoryArg, as_json: JsonOption = False) -> None:
    """Show every decision, when, by whom and why, and what became of it."""
    from onrecord.cli.looking import decision_row
    from onrecord.decisions import active_decisions
    from onrecord.store import open_story

    with open_story(story) as opened:
        made = opened.decisions()
        ended: dict[str, list[str]] = {}
        for name, _, outcome, why in opened.outcomes():
            ended.setdefault(name, []).append(f"{outcome}: {why}" if why else outcome)
    active = {d.id for d in active_decisions(made)}
    for decision in made:
        if decision.id not in active and decision.verb != "undo":
            ended[decision.id] = ["undone"]
    if as_json:
        for decision in made:
            give_json({"decision": decision, "outcomes": ended.get(decision.id, [])})
        return
    names = ("id", "at (UTC)", "who", "decided", "on", "reason", "now")
    table(f"decisions ({len(made)})", names, [decision_row(d, ended.get(d.id, [])) for d in made])


def check(story: StoryArg, as_json: JsonOption = False) -> None:
    """Check that every pointer is exact and every decision applied; leave with 1 when anything is found."""
    from onrecord.store import open_story
    from onrecord.store.checking import check_story

    with open_story(story) as opened:
        result = check_story(opened)
    if as_json:
        give_json(result)
    else:
        say(
            f"{result.pointers} pointers checked, {result.broken} broken; "
            f"{result.decisions} decisions, {result.stale} stale, {result.orphans} orphans; "
            f"{result.conflicts} figures in conflict"
        )
        for finding in result.findings:
            say(f"  {finding}")
    if result.findings:
        raise typer.Exit(1)


def review(story: StoryArg, who: WhoOption = None) -> None:
    """Decide one thing at a time in the terminal, worst first (needs the extra 'review')."""
    from onrecord.errors import ResourceMissing
    from onrecord.store import open_story

    try:
        from onrecord.cli.review_app import ReviewApp
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "textual":
            raise
        wanted = "'onrecord review' needs Textual; install it with: pip install 'onrecord[review]'"
        raise ResourceMissing(f"{wanted} ('onrecord serve' reviews in the browser without it)") from error
    with open_story(story) as opened:
        ReviewApp(opened, who or getpass.getuser()).run()
        opened.relink()


COMMANDS = (decide, review, undo, log, check)
