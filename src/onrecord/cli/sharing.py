"""Commands for stories that several people share: copy, grant, and the audit of ``log``."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.building import JsonOption, StoreOption, StoryArg
from onrecord.cli.output import give_json, plural, progress, say, table


def copy(
    story: StoryArg,
    target: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of the new story.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy a whole story, with its files, decisions and links, into a new one; --store puts it into PostgreSQL."""
    from onrecord.errors import InputError
    from onrecord.store import open_story
    from onrecord.store.copying import copy_story

    if story.resolve() == target.resolve():
        raise InputError("a story cannot be copied onto itself; give the new one a folder of its own")
    with open_story(story) as source, open_story(target, create=True, store=store) as made:
        with progress("copying") as bar:
            rows = copy_story(source, made, bar.step)
        reports = made.count_reports()
        decisions = len(made.decisions())
    if as_json:
        give_json({"story": str(target), "rows": rows, "reports": reports, "decisions": decisions})
    else:
        said = f"{plural(reports, 'report')} and {plural(decisions, 'decision')} copied to {target}"
        say(f"{said}; {story} stays as it is")


def grant(
    story: StoryArg,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Account of the PostgreSQL database.")],
    access: Annotated[str, typer.Option("--as", metavar="read|decide|administer", help="What it may do.")],
    as_json: JsonOption = False,
) -> None:
    """Let a colleague's account read, decide or administer a shared story, and no more than that."""
    from onrecord.errors import InputError
    from onrecord.store import open_story
    from onrecord.store.roles import Access
    from onrecord.store.roles import grant as give

    if access not in set(Access):
        raise InputError(f"there is no access {access!r}; use read, decide or administer")
    with open_story(story) as opened:
        give(opened, account, Access(access))
    if as_json:
        give_json({"account": account, "access": access})
    else:
        say(f"{account} may {access} in {story}")


def audit(story: StoryArg, as_json: JsonOption = False) -> None:
    """Show which account brought each decision into a shared story, by the server's clock."""
    from onrecord.store import open_story
    from onrecord.store.roles import audit as rows_of

    with open_story(story) as opened:
        rows = rows_of(opened)
    if as_json:
        for row in rows:
            give_json(row)
        return
    names = ("decision", "account", "from", "at")
    table(f"audit ({len(rows)})", names, [(r.decision[:6], r.account, r.client or "local", r.at) for r in rows])


COMMANDS = (copy, grant, audit)
