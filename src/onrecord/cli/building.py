"""Commands that build a record: init, add, run, build, read."""

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.output import complain, give_json, plural, progress, say

if TYPE_CHECKING:
    from onrecord.intake import IntakeOptions
    from onrecord.model import Rejection
    from onrecord.resources import Options
    from onrecord.runners import AddOutcome, RunOutcome
    from onrecord.runners.local import Progress
    from onrecord.store import Story

MANY = 60
"""Unread reports from which loading the models once a core pays."""

StoryArg = Annotated[Path, typer.Argument(metavar="STORY", help="Folder of the story.")]
PathsArg = Annotated[
    list[str], typer.Argument(metavar="PATHS...", help="Files and folders of reports; - for standard input.")
]
PublishedOption = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Date the reports were published: 2019-03-01."),
]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="Who published the reports.")]
WatchOption = Annotated[
    bool, typer.Option("--watch", help="Go on adding what comes into the folders or changes there, until Ctrl-C.")
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME_OR_PATH", help="Another spaCy pipeline than the one that ships."),
]
ReaderOption = Annotated[
    str, typer.Option("--reader", metavar="fast|accurate", help="How quotations are read.", show_default=True)
]
OfficesOption = Annotated[
    list[Path] | None, typer.Option("--offices", metavar="CSV", help="Your own table of office-holders.")
]
WorkersOption = Annotated[
    int,
    typer.Option("--workers", min=0, max=64, help="Processes that read; 0: one a core once there is much."),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="Keep the story in PostgreSQL: postgresql://user@host/database?schema=NAME; the folder says where it is.",
    ),
]
OnOption = Annotated[
    str,
    typer.Option("--on", metavar="here|ray", help="Where reports are read: this machine's processes, or Ray."),
]
RayAddressOption = Annotated[
    str | None,
    typer.Option("--ray-address", metavar="ADDRESS", help="Of a Ray cluster: auto, or ray://HOST:10001."),
]
ShardsOption = Annotated[
    Path | None,
    typer.Option("--shards", metavar="FOLDER", help="With --on ray: a folder that every node sees at the same path."),
]
ProfileOption = Annotated[
    bool, typer.Option("--profile", help="Say what each stage took, in seconds and items, on standard error.")
]
LogJsonOption = Annotated[
    bool,
    typer.Option("--log-json", envvar="ONRECORD_LOG_JSON", help="Log as JSON lines on standard error."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Give JSON on standard output.")]


def intake_options(published: str | None, outlet: str | None = None) -> "IntakeOptions":
    """Return options for intake.

    Raises:
        InputError: The date is no date.
    """
    from onrecord.decisions.dates import check_date
    from onrecord.intake import IntakeOptions
    from onrecord.model import Published, PublishedMethod

    given = None
    if published is not None:
        given = Published(value=check_date(published), method=PublishedMethod.GIVEN, confidence=1.0)
    return IntakeOptions(published=given, outlet=outlet)


def reading_options(model: str | None, reader: str, offices: list[Path] | None) -> "Options":
    """Return options for reading.

    Raises:
        InputError: There is no such reader, or a table of offices is not there.
    """
    from onrecord.errors import InputError
    from onrecord.resources import Options

    if reader not in {"fast", "accurate"}:
        raise InputError(f"there is no reader {reader!r}; use --reader fast or --reader accurate")
    for path in offices or ():
        if not path.is_file():
            raise InputError(f"the table of offices {path} is not there")
    return Options(reader=reader, model=model, offices=tuple(offices or ()))


def init(story: StoryArg, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Make an empty story in a folder, or in a database that several people share."""
    from onrecord.store import open_story

    with open_story(story, create=True, store=store) as opened:
        count = opened.count_reports()
    if as_json:
        give_json({"story": str(story), "reports": count})
    else:
        say(f"story in {story} ({plural(count, 'report')}); add reports with 'onrecord add {story} FILES'")


def add(
    story: StoryArg,
    paths: PathsArg,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    watch: WatchOption = False,
    as_json: JsonOption = False,
) -> None:
    """Add reports: text, web pages, PDFs, mails, feeds, crawls, archives and folders of them; the bytes are kept."""
    from onrecord.errors import InputError
    from onrecord.store import open_story

    options = intake_options(published, outlet)
    if watch and "-" in paths:
        raise InputError("standard input cannot be watched; give folders to --watch")
    with open_story(story) as opened:
        if watch:
            leave_for(watch_folders(opened, paths, options, as_json=as_json))
            return
        outcome = add_into(opened, paths, options)
    if as_json:
        give_json(outcome)
    else:
        say(add_sentence(outcome))
    leave_for(outcome.rejected)


def add_into(story: "Story", paths: list[str], options: "IntakeOptions") -> "AddOutcome":
    """Add files with a progress bar and list what was rejected on standard error."""
    from onrecord.runners import add_paths, count_files

    total = count_files(story, [p for p in paths if p != "-"], options) if sys.stderr.isatty() else None
    with progress("adding", total) as bar:
        outcome = add_paths(story, paths, options, lambda _path: bar.step())
    tell_of(outcome)
    return outcome


def tell_of(outcome: "AddOutcome") -> None:
    """Say on standard error what was rejected and what was passed over."""
    for rejection in outcome.rejected:
        complain(f"{rejection.path}: {rejection.reason}")
    for path, note in outcome.notes:
        complain(f"{path}: {note}")


def watch_folders(
    story: "Story", paths: list[str], options: "IntakeOptions", *, as_json: bool
) -> "tuple[Rejection, ...]":
    """Add what comes into folders until the user interrupts; return what was rejected."""
    from onrecord.runners import watch_into

    rejected: list[Rejection] = []

    def tell(outcome: "AddOutcome") -> None:
        tell_of(outcome)
        rejected.extend(outcome.rejected)
        if not (outcome.new or outcome.known or outcome.revised or outcome.rejected):
            return
        if as_json:
            give_json(outcome)
        else:
            say(add_sentence(outcome))
        sys.stdout.flush()

    complain(f"watching {', '.join(paths)}; press Ctrl-C to stop")
    with contextlib.suppress(KeyboardInterrupt):
        watch_into(story, paths, options, tell)
    story.mark_repeated()
    return tuple(rejected)


def add_sentence(outcome: "AddOutcome") -> str:
    """Return what adding did, in a sentence."""
    parts = [f"{plural(outcome.new, 'report')} added"]
    if outcome.known or outcome.unchanged:
        parts.append(f"{outcome.known + outcome.unchanged} known already")
    if outcome.revised:
        parts.append(f"{plural(outcome.revised, 'revision')} of reports in the story")
    if outcome.rejected:
        parts.append(f"{plural(len(outcome.rejected), 'rejection')}")
    return ", ".join(parts)


def leave_for(rejected: "tuple[Rejection, ...]") -> None:
    """Leave with code 2 when anything could not be read; everything else was."""
    if rejected:
        raise typer.Exit(2)


def run(
    story: StoryArg,
    model: ModelOption = None,
    reader: ReaderOption = "accurate",
    offices: OfficesOption = None,
    workers: WorkersOption = 0,
    reread: Annotated[
        bool, typer.Option("--reread", help="Also read reports again that came with 'onrecord import'.")
    ] = False,
    on: OnOption = "here",
    ray_address: RayAddressOption = None,
    shards: ShardsOption = None,
    profile: ProfileOption = False,
    log_json: LogJsonOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read what is new or changed, link it across reports, and apply every decision."""
    from onrecord.errors import InputError
    from onrecord.store import open_story

    if on not in {"here", "ray"}:
        raise InputError(f"there is no runner {on!r}; use --on here or --on ray")
    options = reading_options(model, reader, offices)
    how = Where(workers=workers, ray=on == "ray", address=ray_address, shards=shards, profile=profile, logs=log_json)
    with open_story(story) as opened:
        if reread:
            opened.reread_imported()
        failed = run_into(opened, options, how, as_json=as_json)
        if kept := opened.count_imported():
            complain(f"{kept} imported reports stay as they came; 'onrecord run {story} --reread' reads them again")
    if failed:
        raise typer.Exit(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where reports are read, and what is told of it.

    Attributes:
        workers: Processes or actors; 0 chooses.
        ray: On Ray.
        address, shards: Of the cluster; the folder that its nodes share.
        profile, logs: Whether to say what stages took; whether to log as JSON.
    """

    workers: int = 0
    ray: bool = False
    address: str | None = None
    shards: Path | None = None
    profile: bool = False
    logs: bool = False


def read_where(story: "Story", options: "Options", how: Where, on_report: "Progress") -> "RunOutcome":
    """Read what is pending where the user wants it read."""
    from onrecord.pipeline import load_pipeline
    from onrecord.runners import Limits, run_story, run_story_on, run_story_on_ray

    cores = os.cpu_count() or 1
    if how.ray:
        limits = Limits(workers=how.workers or cores)
        return run_story_on_ray(story, options, limits, on_report, address=how.address, folder=how.shards)
    count = how.workers or (cores if story.count_unread() >= MANY else 1)
    if count > 1:
        return run_story_on(story, options, Limits(workers=count), on_report)
    return run_story(story, load_pipeline(options), on_report)


def run_into(story: "Story", options: "Options", how: Where, *, as_json: bool = False) -> bool:
    """Run with a progress bar, give the one-line summary, and tell whether a stage failed on a report."""
    from onrecord.runners import log_json
    from onrecord.store.overview import overview

    if how.logs:
        log_json()
    with progress("reading") as bar:
        outcome = read_where(story, options, how, bar.step)
    if how.profile:
        for spent in outcome.spent:
            complain(f"{spent.stage:<12} {spent.seconds:9.2f} s {spent.items:10,} items")
    for report, reason in outcome.failed:
        complain(f"{report}: {reason}")
    counted = overview(story)
    if as_json:
        give_json(counted)
    else:
        say(counted.sentence())
    return bool(outcome.failed)


def build(
    paths: PathsArg,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="STORY", help="Folder of the story to make.")],
    published: PublishedOption = None,
    outlet: OutletOption = None,
    model: ModelOption = None,
    reader: ReaderOption = "accurate",
    offices: OfficesOption = None,
    workers: WorkersOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Make a story from reports in one go: init, add, run and report."""
    from onrecord.report import write_report
    from onrecord.store import open_story

    given = intake_options(published, outlet)
    options = reading_options(model, reader, offices)
    with open_story(output, create=True) as opened:
        outcome = add_into(opened, paths, given)
        failed = run_into(opened, options, Where(workers=workers), as_json=as_json)
        page = output / "report.html"
        write_report(opened, page)
    if not as_json:
        say(f"report: {page}")
    if failed:
        raise typer.Exit(4)
    leave_for(outcome.rejected)


def read(
    paths: PathsArg,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    model: ModelOption = None,
    reader: ReaderOption = "accurate",
    offices: OfficesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read reports and give what was found, one JSON line a report; nothing is stored."""
    from onrecord.cli.looking import show_reading
    from onrecord.errors import StageFailed
    from onrecord.intake import read_paths
    from onrecord.model import Rejection
    from onrecord.model.codec import reading_document
    from onrecord.pipeline import load_pipeline

    given = intake_options(published, outlet)
    pipeline = load_pipeline(reading_options(model, reader, offices))
    rejected: list[Rejection] = []
    failed = False
    with progress("reading") as bar:
        for item in read_paths(paths, given):
            bar.step()
            if isinstance(item, Rejection):
                rejected.append(item)
                complain(f"{item.path}: {item.reason}")
                continue
            try:
                reading = pipeline.read(item)
            except StageFailed as error:
                failed = True
                complain(str(error))
                continue
            if as_json:
                give_json(reading_document(reading))
            else:
                show_reading(reading)
    if failed:
        raise typer.Exit(4)
    leave_for(tuple(rejected))


COMMANDS = (build, init, add, run, read)
