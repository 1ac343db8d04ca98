"""Commands that give the record away: export, import, report, doctor."""

import getpass
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.building import JsonOption, ModelOption, StoryArg
from onrecord.cli.output import give_json, say

FORMATS_HELP = (
    "jsonl, csv, parquet, md, docx, vault, ftm, ftm-statements, ftm-sidecar, webanno, timelinejs, plover, "
    "plover-statements, csl, prov, schemaorg or uwazi."
)


def export(
    story: StoryArg,
    name: Annotated[str, typer.Argument(metavar="FORMAT", help=FORMATS_HELP)],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output by default."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only lines at this review mark: confirmed, corrected …"),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only lines of reports added since then.")
    ] = None,
    hold: Annotated[
        str, typer.Option("--hold", metavar="sensitive|none", help="'none' lets held lines out too.")
    ] = "sensitive",
) -> None:
    """Write the whole record in another program's format."""
    from onrecord.errors import InputError, StoreError
    from onrecord.exports import FOLDERS, export_folder, export_story
    from onrecord.exports.view import Selection
    from onrecord.model.decisions import Review
    from onrecord.store import open_story

    unknown = sorted(set(only or ()) - set(Review))
    if unknown or hold not in {"sensitive", "none"}:
        raise InputError(f"--only takes {', '.join(Review)}; --hold takes sensitive or none")
    if since is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?", since):
        raise InputError(f"--since takes a date such as 2026-08-01, not {since!r}")
    selection = Selection(only=tuple(only or ()), held=hold == "none", since=since)
    with open_story(story) as opened:
        opened.relink()
        if name in FOLDERS:
            export_folder(opened, name, selection, output or story / name)
            return
        if output is None:
            export_story(opened, name, selection, sys.stdout.buffer)
            return
        draft = output.with_name(output.name + ".part")
        try:
            with draft.open("wb") as file:
                export_story(opened, name, selection, file)
            draft.replace(output)
        except OSError as error:
            raise StoreError(f"cannot write {output}: {error.strerror or error}") from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What 'export STORY jsonl' wrote.")],
    story: Annotated[Path, typer.Argument(metavar="STORY", help="A new folder for the story.")],
    as_json: JsonOption = False,
) -> None:
    """Make a story again from its export: the same record, the same decisions."""
    from onrecord.exports.importing import import_story

    done = import_story(source, story)
    if as_json:
        give_json({"reports": done.reports, "decisions": done.decisions, "rejections": done.rejections})
    else:
        say(f"{done.reports} reports, {done.decisions} decisions, {done.rejections} files that could not be read")


def report(
    story: StoryArg,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="STORY/report.html by default.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the record as one HTML page that opens anywhere and loads nothing."""
    from onrecord.report import write_report
    from onrecord.store import open_story

    page = output or story / "report.html"
    with open_story(story) as opened:
        opened.relink()
        size = write_report(opened, page)
    if as_json:
        give_json({"report": str(page), "bytes": size})
    else:
        say(f"report: {page}")


def doctor(model: ModelOption = None, as_json: JsonOption = False) -> None:
    """Check that everything a run needs is here and undamaged."""
    from onrecord.cli.doctor import examine

    findings = examine(model)
    if as_json:
        give_json(findings)
    else:
        for finding in findings:
            say(f"{'ok ' if finding['ok'] else 'NO '} {finding['what']:<28} {finding['found']}")
    if not all(f["ok"] for f in findings):
        raise typer.Exit(3)


def serve(
    story: StoryArg,
    host: Annotated[str, typer.Option("--host", help="Where to listen; beyond this machine a token is asked.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8765,
    token: Annotated[str | None, typer.Option("--token", help="Asked of every request.")] = None,
    who: Annotated[str | None, typer.Option("--who", help="Who decides; your user name by default.")] = None,
) -> None:
    """Open the record in the browser: read, review, compare, decide."""
    from onrecord.web import serve as serve_story

    serve_story(story, host=host, port=port, token=token, who=who or getpass.getuser())


def mcp(story: StoryArg) -> None:
    """Serve the record to an assistant over standard input and output (Model Context Protocol)."""
    from onrecord.exports.assistant import make_server
    from onrecord.store import open_story

    with open_story(story) as opened:
        make_server(opened).run("stdio")


import_.__name__ = "import"

COMMANDS = (serve, export, import_, report, mcp, doctor)
