"""PLOVER-shaped events and a table of statements, both CSV, for research of politics."""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from onrecord.exports.csvfile import csv_writer
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import Selection, View, open_view
from onrecord.store import Story

EVENTS = (
    *("event_id", "event_date", "date_earliest", "date_latest", "event_type", "event_mode", "status"),
    *("actor_name", "actor_country", "actor_sector", "recipient_name", "recipient_country", "recipient_sector"),
    *("location", "text", "sentence", "said_by", "evidence", "review", "score"),
    *("publisher", "headline", "publication_date", "publication_date_method", "url", "report", "start", "end"),
)
STATEMENTS = (
    *("statement_id", "kind", "speaker", "relayed_by", "addressee", "medium", "occasion", "strength", "negated"),
    *("text", "sentence", "evidence", "review", "score", "publisher", "headline", "publication_date"),
    *("publication_date_method", "report", "start", "end"),
)


def write_plover(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write a row an event: who did what to whom, when, by whose account, with the sentence behind it.

    Several actors stand in one cell, parted by ``;``. Types STATE and DENY, which PLOVER lacks, are kept.
    """
    view = open_view(story, selection)
    people = _people(view)
    with csv_writer(out) as writer:
        writer.row(EVENTS)
        for row in iter_rows(view, ["event"]):
            cells = _event(row, people, view.heads[row["report"]].url)
            writer.row(cells[name] for name in EVENTS)


def write_statements(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write a row a quotation: who said it, to whom, and who passed it on."""
    view = open_view(story, selection)
    people = _people(view)
    with csv_writer(out) as writer:
        writer.row(STATEMENTS)
        for row in iter_rows(view, ["quotation"]):
            cells = _statement(row, people)
            writer.row(cells[name] for name in STATEMENTS)


Person = tuple[str, str, str]


def _people(view: View) -> dict[str, Person]:
    """Return name, country and sector of every entity across reports."""
    out: dict[str, Person] = {}
    for line in view.iter_lines(["entity"]):
        person = (line.item["name"], line.item.get("country") or "", line.item.get("sector") or "")
        out[line.id] = person
    clusters = view.clusters_of(list(out))
    for line_id, person in list(out.items()):
        out.setdefault(clusters.get(line_id, line_id), person)
    return out


def _joined(ids: Any, people: Mapping[str, Person], at: int) -> str:
    return "; ".join(people.get(i, (i, "", ""))[at] for i in ids or ())


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "publisher": row["outlet"],
        "headline": row["title"],
        "publication_date": row["published"],
        "publication_date_method": row["published_method"],
        "text": row["quote"],
        **{k: row[k] for k in ("sentence", "evidence", "review", "score", "report", "start", "end")},
    }


def _event(row: Mapping[str, Any], people: Mapping[str, Person], url: str | None) -> dict[str, Any]:
    fields = json.loads(row["fields"])
    sides = {
        f"{side}_{what}": _joined(fields.get(side), people, at)
        for side in ("actor", "recipient")
        for at, what in enumerate(("name", "country", "sector"))
    }
    where = fields.get("place")
    return {
        **_source(row),
        **sides,
        "event_id": row["id"],
        "event_date": row["date"],
        "date_earliest": row["earliest"],
        "date_latest": row["latest"],
        "event_type": row["type"],
        "event_mode": fields.get("mode"),
        "status": row["factuality"],
        "location": people.get(where, (where, "", ""))[0] if where else None,
        "said_by": row["said_by"],
        "url": url,
    }


def _statement(row: Mapping[str, Any], people: Mapping[str, Person]) -> dict[str, Any]:
    fields = json.loads(row["fields"])
    speaker, _, relays = (row["said_by"] or "").partition(" < ")
    to = fields.get("addressee")
    return {
        **_source(row),
        "statement_id": row["id"],
        "kind": fields.get("quotation_kind"),
        "speaker": speaker,
        "relayed_by": relays,
        "addressee": people.get(to, (to, "", ""))[0] if to else None,
        **{k: fields.get(k) for k in ("medium", "occasion")},
        **{k: row[k] for k in ("strength", "negated")},
    }
