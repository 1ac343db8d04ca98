"""Commands that decide, and that look at decisions: decide, undo, log, check."""

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.building import JsonOption, StoryArg
from onrecord.cli.output import give_json, say, table

if TYPE_CHECKING:
    from onrecord.model.decisions import Target, Verb
    from onrecord.store import Story

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

    with open_story(story) as opened:
        settled = parse_verb(verb)
        targets, field, value, snapshot = _matter(opened, line, settled, list(values or ()))
        decision = opened.decide(
            settled,
            targets,
            who=who or getpass.getuser(),
            field=field,
            value=value,
            snapshot=snapshot,
            reason=reason,
        )
        opened.relink()
        ended = [row for row in opened.outcomes() if row[0] == decision.id]
    if as_json:
        give_json({"decision": decision, "outcomes": ended})
        return
    say(f"{decision.id[:6]} {decision.verb}: {'; '.join(t.exact or t.label or t.report for t in targets)[:100]}")
    for _, _, outcome, why in ended:
        if outcome != "applied":
            say(f"  {outcome}: {why}")


def parse_verb(verb: str) -> "Verb":
    """Return the verb of that name.

    Raises:
        InputError: There is none.
    """
    from onrecord.errors import InputError
    from onrecord.model.decisions import Verb

    aliases = {"same": "merge", "different": "split"}
    name = aliases.get(verb, verb)
    if name not in set(Verb) - {Verb.UNDO, Verb.ADD}:
        raise InputError(f"nothing is decided with {verb!r}; use {VERBS}")
    return Verb(name)


def _matter(
    story: "Story", line: str, verb: "Verb", values: list[str]
) -> "tuple[list[Target], str | None, Any, dict[str, Any] | None]":
    """Return targets, field, value and snapshot of a decision from the words of the command.

    Raises:
        InputError: The verb needs another number or kind of values.
    """
    from onrecord.decisions.dates import check_date
    from onrecord.errors import InputError
    from onrecord.model.decisions import Verb

    target, snapshot = story.target_of(line)
    needs = {Verb.DATE: 1, Verb.CORRECT: 1}
    if verb in {Verb.MERGE, Verb.SPLIT}:
        if not values:
            raise InputError(f"'{verb}' needs the id of at least one other line")
        others = [story.target_of(v)[0] for v in values]
        if {t.kind for t in others} != {target.kind}:
            raise InputError(f"'{verb}' needs lines of one kind")
        return [target, *others], None, None, snapshot
    if len(values) != needs.get(verb, 0):
        raise InputError(f"'{verb}' needs {needs.get(verb, 0) or 'no'} value; got {len(values)}")
    if verb is Verb.DATE:
        if target.kind != "report":
            raise InputError("only a report can be dated; give the report's id")
        return [target], None, check_date(values[0]), None
    if target.kind == "report":
        raise InputError(f"a report cannot be decided on with '{verb}'; use 'date'")
    if verb is Verb.CORRECT:
        field, sign, value = values[0].partition("=")
        if not sign:
            raise InputError("'correct' needs FIELD=VALUE, for example speaker='Jane Roe'")
        return [target], field, parse_value(story, value), snapshot
    return [target], None, None, snapshot


def parse_value(story: "Story", value: str) -> Any:
    """Return the value of a correction: JSON where it is JSON, the name behind an entity's id, else the words."""
    import msgspec

    from onrecord.errors import OnrecordError

    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        pass
    if value[:1] == "E" and value.isalnum():
        try:
            return {"entity": story.line(value).item["name"]}
        except OnrecordError:
            return value
    return value


def undo(
    story: StoryArg,
    decision: Annotated[str | None, typer.Argument(metavar="[ID]", help="Id of the decision; the last one.")] = None,
    reason: ReasonOption = "",
    who: WhoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take one decision back, in any order; the undo is kept in the log and can itself be undone."""
    from onrecord.errors import UnknownLine
    from onrecord.store import open_story

    with open_story(story) as opened:
        if decision is None:
            made = opened.decisions()
            if not made:
                raise UnknownLine("no decision was made yet")
            decision = made[-1].id
        done = opened.undo(decision, who=who or getpass.getuser(), reason=reason)
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


COMMANDS = (decide, undo, log, check)
