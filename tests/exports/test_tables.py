"""CSV and Parquet: a row a line that lost neither who said it, nor its doubt, nor its review state."""

import csv
import io
import json

import pytest

from onrecord.exports.csvfile import safe
from onrecord.exports.rows import COLUMNS
from onrecord.model.decisions import Verb

from .made import decide, make_story


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    with make_story(tmp_path_factory.mktemp("tables") / "story", reports=3, sentences=6) as story:
        quotations = story.lines(kinds=["quotation"])
        decide(story, Verb.CONFIRM, quotations[:1])
        decide(story, Verb.REJECT, quotations[1:2])
        decide(story, Verb.UNSURE, quotations[2:3])
        decide(story, Verb.CORRECT, story.lines(kinds=["figure"])[:1])
        decide(story, Verb.HOLD, story.lines(kinds=["figure"])[5:6])
        yield story


def same(row, line, name=lambda v: v):
    """A row tells of a line what the story does."""
    assert row["quote"] == name(line.quote)
    assert row["said_by"] == name(" < ".join(line.said_by))
    assert row["evidence"] == line.evidence.value
    assert row["review"] == line.review.value
    assert row["sentence"] == name(line.sentence)
    assert row["marks"] == " ".join(line.marks)


def test_every_line_is_a_row_of_csv(decided, export):
    rows = {r["id"]: r for r in table(export(decided, "csv", held=True))}
    lines = [li for li in decided.lines() if li.review != "rejected"]
    assert set(rows) == {li.id for li in lines}
    for line in lines:
        same(rows[line.id], line, safe)
        assert int(rows[line.id]["start"]) == line.spans[0].start


def test_every_line_is_a_row_of_parquet(decided, export):
    pq = pytest.importorskip("pyarrow.parquet")
    read = pq.read_table(io.BytesIO(export(decided, "parquet", held=True)))
    assert read.column_names == list(COLUMNS)
    rows = {r["id"]: r for r in read.to_pylist()}
    for line in decided.lines():
        assert (line.review == "rejected") == (line.id not in rows)
        if line.id in rows:
            same(rows[line.id], line)
            assert rows[line.id]["title"].startswith("=Report"), "Parquet holds the words as they are"
    assert export(decided, "parquet") == export(decided, "parquet")


def test_the_doubt_of_a_date_is_kept(decided, export):
    rows = table(export(decided, "csv"))
    times = [r for r in rows if r["kind"] == "timex"]
    assert {r["evidence"] for r in times} == {"asserted", "uncertain"}
    vague = next(r for r in times if r["evidence"] == "uncertain")
    assert (vague["date"], vague["earliest"], vague["latest"]) == ("XXXX-WXX-2", "", "")
    undated = [r for r in rows if r["published"] == ""]
    assert undated
    assert {r["published_method"] for r in undated} == {"unknown"}


def test_only_since_and_hold(decided, export):
    assert {r["review"] for r in table(export(decided, "csv", only=("confirmed",)))} == {"confirmed"}
    assert table(export(decided, "csv", since="2027-01-01")) == []
    held = next(li for li in decided.lines(kinds=["figure"]) if li.held)
    assert held.id not in {r["id"] for r in table(export(decided, "csv"))}


def test_what_has_no_column_is_in_fields(decided, export):
    row = next(r for r in table(export(decided, "csv")) if r["kind"] == "quotation")
    fields = json.loads(row["fields"])
    assert fields["cue"]
    assert "speaker" in fields


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@A", "\t=1", " =1", "\u00a0=cmd", "\x00=1", "＝1", "|calc", "%0"]
)
def test_no_cell_runs(cell):
    assert safe(cell).startswith("'")
