"""FollowTheMoney: entities, statements and a sidecar for what its schema cannot hold."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.csvfile import csv_writer
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import CLAIM_KINDS, Head, Selection, open_view
from onrecord.model.codec import encode_json
from onrecord.store import Story

SCHEMAS = {
    "person": "Person",
    "government": "PublicBody",
    "organisation": "Organization",
    "place": "Address",
    "group": "LegalEntity",
    "other": "LegalEntity",
}
DATASET = "onrecord"
COLUMNS = (
    *("id", "entity_id", "canonical_id", "prop", "schema", "value", "dataset", "lang", "original_value"),
    *("external", "first_seen", "last_seen", "origin"),
)
"""Of the statements, as ``followthemoney`` reads and writes them."""


def write_ftm(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write entities as JSON lines: reports, then names, statements, events and figures.

    Quotations and figures become ``Note``, events ``Event``, reports ``Article``; every one names its report
    as ``proof`` and holds who said it, its doubt and its review state in ``notes``.
    """
    out.writelines(encode_json(entity) + b"\n" for entity in _entities(story, selection))


def write_statements(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write the same entities as a table of statements, a row a value, each with the line it comes from.

    Cells are not made safe for spreadsheets: the id of a statement is a hash of its very value.
    """
    with csv_writer(out, raw=True) as writer:
        writer.row(COLUMNS)
        for entity in _entities(story, selection):
            for prop, values in entity["properties"].items():
                for value in values:
                    key = f"{DATASET}.{entity['id']}.{prop}.{value}"
                    sha = hashlib.sha1(key.encode("utf-8"), usedforsecurity=False).hexdigest()
                    cells = (sha, entity["id"], entity["id"], prop, entity["schema"], value, DATASET, "", "")
                    writer.row((*cells, "f", "", "", entity["id"].rpartition("-")[2]))


def write_sidecar(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write what FollowTheMoney cannot hold, a JSON line an entity: offsets, EDTF, chains, bounds, marks."""
    rows = iter_rows(open_view(story, selection))
    out.writelines(encode_json({"entity": _ident(row), **row}) + b"\n" for row in rows)


def _ident(row: Mapping[str, Any]) -> str:
    return f"{DATASET}-{row['cluster'] or row['id']}" if row["kind"] == "entity" else f"{DATASET}-{row['id']}"


def _entities(story: Story, selection: Selection) -> Iterator[dict[str, Any]]:
    view = open_view(story, selection)
    for head in view.heads.values():
        yield _article(head)
    people: dict[str, dict[str, Any]] = {}
    for row in iter_rows(view, ["entity"]):
        _grow(people, row)
    yield from map(_settled, people.values())
    for row in iter_rows(view, CLAIM_KINDS):
        yield _line(row, people)


def _article(head: Head) -> dict[str, Any]:
    known = f"published: {head.published or 'unknown'} ({head.method})"
    return _made(
        f"{DATASET}-{head.id}",
        "Article",
        title=head.title or head.path,
        fileName=head.path,
        author=head.byline,
        publisher=head.outlet,
        sourceUrl=head.url if head.url and head.url.startswith(("http://", "https://")) else None,
        date=_day(head.published),
        notes=known,
    )


def _grow(people: dict[str, dict[str, Any]], row: Mapping[str, Any]) -> None:
    """Add a report's line on an entity to the entity across reports."""
    ident = _ident(row)
    schema = SCHEMAS.get(row["type"] or "other", "LegalEntity")
    entity = people.setdefault(ident, _made(ident, schema))
    properties = entity["properties"]
    name = wording.xml_text(row["name"])
    properties.setdefault("name", {})[name] = None
    entity["caption"] = next(iter(properties["name"]))
    properties.setdefault("proof", {})[f"{DATASET}-{row['report']}"] = None
    properties.setdefault("notes", {})[f"{row['id']}: {wording.status(row)}; {wording.place(row)}"] = None


def _settled(entity: dict[str, Any]) -> dict[str, Any]:
    """Return an entity whose values, gathered without double ones, stand as lists."""
    properties = {k: list(v) if k == "name" else sorted(v) for k, v in entity["properties"].items()}
    full = {"full": properties["name"][:1]} if entity["schema"] == "Address" else {}
    return {**entity, "properties": {**properties, **full}}


def _line(row: Mapping[str, Any], people: Mapping[str, Any]) -> dict[str, Any]:
    fields = json.loads(row["fields"])
    refs = [fields.get("speaker"), fields.get("by"), *fields.get("actor", ()), *fields.get("recipient", ())]
    linked = sorted({i for r in refs if isinstance(r, str) and (i := f"{DATASET}-{r}") in people})
    event = row["kind"] == "event"
    return _made(
        _ident(row),
        "Event" if event else "Note",
        name=wording.one_line(wording.claim(row))[:200],
        description=row["quote"],
        summary=row["sentence"],
        proof=f"{DATASET}-{row['report']}",
        keywords=[row["kind"], *([row["type"]] if event else [])],
        notes=[wording.teller(row), wording.status(row), f"date: {wording.when(row)}", wording.place(row)],
        startDate=_day(row["earliest"]) if event else None,
        endDate=_day(row["latest"]) if event else None,
        **{"involved" if event else "entity": linked},
    )


def _made(ident: str, schema: str, **properties: Any) -> dict[str, Any]:
    values = {k: v if isinstance(v, list) else [v] for k, v in properties.items() if v}
    clean = {k: [wording.xml_text(v) for v in vs] for k, vs in values.items()}
    return {"id": ident, "schema": schema, "properties": clean, "caption": clean.get("name", [ident])[0]}


def _day(value: str | None) -> str | None:
    """Return a plain ISO date; one with a doubt that FollowTheMoney cannot write stays in the notes."""
    return value if value and len(value) in {4, 7, 10} and value.replace("-", "").isdigit() else None
