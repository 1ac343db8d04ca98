"""The commands, in the order a person meets them. Everything heavy is imported inside a command."""

import typer

from onrecord._version import __version__
from onrecord.cli import building, comparing, deciding, giving, looking, sharing

app = typer.Typer(
    name="onrecord",
    help="Reads news reports about one story and keeps a checkable record of who said what, what happened, "
    "which figures are in play, and where the reports agree and differ.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", help="Show the version and leave.", callback=_show_version, is_eager=True
    ),
) -> None:
    """Options before any command."""
    del version


for panel, room in (
    ("Build a record", building),
    ("Look", looking),
    ("Look", comparing),
    ("Decide", deciding),
    ("Take it with you", giving),
    ("Work together", sharing),
):
    for command in room.COMMANDS:
        app.command(rich_help_panel=panel)(command)
