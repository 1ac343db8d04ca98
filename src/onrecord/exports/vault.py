"""A vault of notes, Obsidian-style: a note a person, an event, a figure and a report; your own words stay."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import StoreError
from onrecord.exports import wording
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import Selection, open_view
from onrecord.exports.wording import markdown as md
from onrecord.store import Story

BEGIN = "%% yours: write below this line %%"
END = "%% yours: write above this line %%"
ROOMS = {"entity": "people", "event": "events", "figure": "figures", "report": "reports"}
_ID = re.compile(r"^onrecord-id: (\S+)$", re.MULTILINE)

Rows = Mapping[str, Any]


def write_vault(story: Story, selection: Selection, folder: Path) -> None:
    """Write the notes; what stands between the fences of a note, and files that are not ours, stay as they are.

    A note whose line left the record keeps only what the user wrote. A note whose fences were damaged is
    kept whole beside the new one, under ``kept/``.

    Raises:
        StoreError: The folder cannot be written.
    """
    view = open_view(story, selection)
    rows = list(iter_rows(view))
    try:
        old = _old_notes(folder)
        for ident, (room, name, body) in _notes(rows).items():
            note = folder / room / f"{wording.slug(name)} {ident}.md"
            note.parent.mkdir(parents=True, exist_ok=True)
            before = old.pop(ident, None)
            yours = _yours(before, folder)
            _put(note, f"---\nonrecord-id: {ident}\n---\n{body}\n{BEGIN}\n{yours}{END}\n")
            if before is not None and before != note:
                before.unlink()
        for ident, note in old.items():
            yours = _yours(note, folder)
            if yours.strip():
                gone = "This line is not in the record any more, or is held back."
                aside = folder / "gone" / f"{ident}.md"  # the old name may hold words that are held back
                aside.parent.mkdir(exist_ok=True)
                _put(aside, f"---\nonrecord-id: {ident}\n---\n{gone}\n\n{BEGIN}\n{yours}{END}\n")
                if aside == note:
                    continue
            note.unlink()
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror or error}") from error


def _put(note: Path, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    if not note.is_file() or note.read_bytes() != data:
        draft = note.with_name(f".{note.name[-60:]}.part")
        draft.write_bytes(data)
        draft.replace(note)


def _old_notes(folder: Path) -> dict[str, Path]:
    """Return the notes of an earlier export by the id in their head, wherever the user put them."""
    out: dict[str, Path] = {}
    for note in sorted(folder.rglob("*.md")) if folder.is_dir() else []:
        if "kept" in note.relative_to(folder).parts[:1]:
            continue
        found = _ID.search(note.read_bytes().decode("utf-8", "surrogateescape")[:500])
        if found:
            out.setdefault(found[1], note)
    return out


def _yours(note: Path | None, folder: Path) -> str:
    """Return what the user wrote between the fences; a note with damaged fences is put aside whole."""
    if note is None:
        return "\n"
    text = note.read_bytes().decode("utf-8", "surrogatepass").replace("\r\n", "\n")
    first, last = text.find(BEGIN + "\n"), text.rfind(END)
    if first >= 0 and last > first:
        return text[first + len(BEGIN) + 1 : last]
    kept = folder / "kept"
    kept.mkdir(exist_ok=True)
    free = next(p for n in range(10_000) if not (p := kept / f"{note.stem} {n}.md").exists())
    free.write_bytes(note.read_bytes())
    return f"\nThe fences of this note were damaged; the whole of it is kept as [[{free.stem}]].\n"


def _notes(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    """Return room, name and body of every note, by the id of what it is about."""
    people: dict[str, list[Rows]] = defaultdict(list)
    by_report: dict[str, list[Rows]] = defaultdict(list)
    said: dict[str, list[Rows]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "entity":
            people[row["cluster"] or row["id"]].append(row)
        elif row["kind"] != "timex":
            by_report[row["report"]].append(row)
            for voice in (row["said_by"] or "").split(" < "):
                said[voice].append(row)
    out = {i: ("people", str(m[0]["name"]), "\n".join(_person(m, said))) for i, m in people.items()}
    for report, lines in by_report.items():
        out[report] = ("reports", str(lines[0]["title"] or report), "\n".join(_report(lines)))
    for row in rows:
        if row["kind"] in {"event", "figure"}:
            out[row["id"]] = (ROOMS[row["kind"]], one(row), "\n".join(_line(row)))
    return out


def one(row: Rows) -> str:
    """Return the name of the note of a line."""
    return f"{row['type'] or ''} {row['quote']}"


def _line(row: Rows) -> Iterator[str]:
    yield from (f"# {md(wording.claim(row))}", "", f"> {md(row['sentence'])}", "")
    for part in (wording.teller(row), wording.status(row), wording.when(row)):
        yield f"- {md(part)}"
    yield f"- from [[{_link(row['title'] or row['report'], row['report'])}]], {wording.place(row)}"


def _person(members: list[Rows], said: Mapping[str, list[Rows]]) -> Iterator[str]:
    names = sorted({str(m["name"]) for m in members})
    yield from (f"# {md(members[0]['name'])}", "", f"{members[0]['type']}; review: {', '.join(_reviews(members))}", "")
    yield from ("## Names", *(f"- {md(n)}" for n in names), "", "## Said or passed on")
    lines = {row["id"]: row for name in names for row in said.get(name, ())}
    for row in lines.values():
        yield from _entry(row)
    yield from ("", "## Named in")
    for row in members:
        yield f"- [[{_link(row['title'] or row['report'], row['report'])}]]: {md(row['sentence'])}"


def _reviews(members: list[Rows]) -> list[str]:
    return sorted({str(m["review"]) for m in members})


def _report(lines: list[Rows]) -> Iterator[str]:
    first = lines[0]
    yield from (f"# {md(first['title'] or first['report'])}", "")
    yield from (f"{md(first['outlet'] or 'outlet not known')}; {wording.published(first)}; {first['report']}", "")
    for row in lines:
        yield from _entry(row)


def _entry(row: Rows) -> Iterator[str]:
    link = "" if row["kind"] == "quotation" else f" [[{_link(one(row), row['id'])}]]"
    yield f"- {md(wording.claim(row))} ({md(wording.teller(row))}; {md(wording.status(row))}){link}"
    yield f"  > {md(row['sentence'])}"


def _link(name: str, ident: str) -> str:
    return f"{wording.slug(name)} {ident}"
