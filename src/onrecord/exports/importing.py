"""JSON lines back into a story: the same record, the same decisions, and the same export again."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import ContractError, InputError, StoreError
from onrecord.model import Rejection, Report
from onrecord.model.codec import READING_SCHEMA, encode_json, reading_from_document
from onrecord.model.decisions import Decision
from onrecord.store import Story, open_story
from onrecord.store.decisions import MIRROR
from onrecord.store.prepared import Prepared, prepare
from onrecord.store.readings import IMPORTED
from onrecord.store.reports import Piece

BATCH = 50

SURROGATES = (0xD800, 0xDFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How much an import brought back."""

    reports: int
    decisions: int
    rejections: int


class _Clock:
    """Gives the moment that was set: a report comes back with the time it was first added."""

    def __init__(self) -> None:
        self.at = ""

    def __call__(self) -> str:
        return self.at


def import_story(source: Path, folder: Path) -> Imported:
    """Make a story from a whole export as JSON lines.

    Args:
        source: The file that ``onrecord export STORY jsonl`` wrote, without ``--only`` and ``--since``.
        folder: Of the new story; must not hold one.

    Raises:
        ContractError: A line is no JSON or breaks the record format; the message names the line.
        InputError: The export holds only a part of a story.
        StoreError: There is a story in the folder already.

    Cost: linear in the file; one report at a time in memory, and every decision.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is there already and not empty; give a new folder")
    found = _survey(source)
    draft = folder.with_name(folder.name + ".part")
    try:
        draft.mkdir(parents=True)
        try:
            _build(source, draft, found)
            draft.replace(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror or error}") from error
    return Imported(reports=found.reports, decisions=len(found.decisions), rejections=len(found.rejections))


def _build(source: Path, folder: Path, found: "_Survey") -> None:
    """Make the story; the log of decisions goes first, so that readings are worked out under it."""
    if found.decisions:
        (folder / MIRROR).write_bytes(b"".join(encode_json(d) + b"\n" for d in found.decisions))
    clock = _Clock()
    with open_story(folder, create=True, clock=clock) as story:
        _bring_reports(story, source, clock)
        for rejection in found.rejections:
            story.add(Piece(path=rejection.path, items=(rejection,), first=False, complete=False))
        story.relink(force=True)


def _rows(source: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with source.open("rb") as file:
            for number, row in enumerate(file, 1):
                if row.strip():
                    yield number, _row(row, number)
    except OSError as error:
        raise InputError(f"cannot read {source}: {error.strerror or error}") from error


def _row(row: bytes, number: int) -> dict[str, Any]:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError) as error:
        raise ContractError(f"line {number} is no JSON: {error}") from error
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise ContractError(f"line {number} is no object with a 'kind'")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Survey:
    """What an export holds beside its lines."""

    decisions: list[Decision]
    rejections: list[Rejection]
    reports: int


def _survey(source: Path) -> _Survey:
    """Read decisions and rejections, and check that the export is whole, before anything is made."""
    decisions: list[Decision] = []
    rejections: list[Rejection] = []
    counted = 0
    for number, row in _rows(source):
        match row["kind"]:
            case "report":
                counted += 1
                report_of(row, number)
            case "decision":
                decisions.append(_convert({k: v for k, v in row.items() if k != "kind"}, Decision, number))
            case "diagnostic" if row.get("report") is None:
                rejection = {"path": row.get("path"), "code": row.get("code"), "reason": row.get("message")}
                rejections.append(_convert(rejection, Rejection, number))
            case _:
                pass
    if not counted and not rejections:
        raise InputError(f"{source} holds no report; write it with 'onrecord export STORY jsonl'")
    return _Survey(decisions=decisions, rejections=rejections, reports=counted)


def _convert(value: Any, kind: Any, number: int) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ContractError(f"line {number}: not a valid {kind.__name__}: {error}") from error


def report_of(row: dict[str, Any], number: int) -> Report:
    """Return the report of a row of an export, as the machine had it.

    Raises:
        InputError: The export holds only a part of a story, so that the report has no text.
    """
    machine = row.get("machine")
    if not isinstance(machine, dict) or "text" not in row:
        raise InputError(f"line {number}: only a part of a story was exported; leave out --only and --since")
    known = {k: v for k, v in row.items() if k in Report.__dataclass_fields__}
    known["text"] = _restored(row, number)
    report: Report = _convert({**known, **machine.get("report", {})}, Report, number)
    return report


def _restored(row: dict[str, Any], number: int) -> str:
    """Return the text of a report with the lone surrogates that JSON could not carry."""
    text = _convert(row["text"], str, number)
    letters = list(text)
    for at, code in _convert(row.get("surrogates", []), list[tuple[int, int]], number):
        if not (0 <= at < len(letters) and SURROGATES[0] <= code <= SURROGATES[1]):
            raise ContractError(f"line {number}: no surrogate stands at {at}")
        letters[at] = chr(code)
    return "".join(letters)


def _bring_reports(story: Story, source: Path, clock: _Clock) -> None:
    batch: list[Prepared] = []
    for number, row in _rows(source):
        if row["kind"] != "report":
            continue
        report = report_of(row, number)
        clock.at = str(row.get("added", ""))
        _add(story, report, row.get("replaces", ()))
        document = row["machine"].get("reading")
        if document is not None:
            batch.append(_prepared(story, report, document))
        if len(batch) >= BATCH:
            story.save_readings(batch, IMPORTED)
            batch.clear()
    if batch:
        story.save_readings(batch, IMPORTED)


def _add(story: Story, report: Report, replaces: Any) -> None:
    """Add a report, and a stub for each older text whose place it took: decisions on those find their way by it."""
    for old in replaces:
        stub = Report(id=str(old), path=report.path, sha256="", text="")
        story.add(Piece(path=report.path, items=(stub,)))
    story.add(Piece(path=report.path, items=(report,), first=bool(replaces), complete=bool(replaces)))


def _prepared(story: Story, report: Report, document: dict[str, Any]) -> Prepared:
    head = {"id": report.id, "length": len(report.text)}
    reading = reading_from_document(encode_json({"schema": READING_SCHEMA, **document, "report": head}), report)
    _, decisions = story.to_read(report.id)
    return prepare(reading, decisions)
