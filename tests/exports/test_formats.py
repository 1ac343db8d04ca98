"""What every format holds: no line lost its said-by, its doubt or its review state; other programs read it next door."""

import csv
import io
import json

import pytest

from onrecord.exports import FORMATS
from onrecord.exports.wording import markdown, slug
from onrecord.model.decisions import Verb

from .made import decide, make_story


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    with make_story(tmp_path_factory.mktemp("formats") / "story", reports=3, sentences=6) as story:
        for verb, kind in ((Verb.CONFIRM, "quotation"), (Verb.UNSURE, "event"), (Verb.CORRECT, "figure")):
            decide(story, verb, story.lines(kinds=[kind])[:1])
        decide(story, Verb.REJECT, story.lines(kinds=["event"])[1:2])
        done = decide(story, Verb.CONFIRM, story.lines(kinds=["figure"])[3:4])
        story.undo(done.id, who="bob")
        yield story


def claims(story):
    """What must be told of in every format that holds lines."""
    kinds = ("quotation", "event", "figure")
    return [li for li in story.lines(kinds=list(kinds)) if li.review != "rejected"]


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_bytes_are_the_same_twice(name, decided, export):
    assert export(decided, name) == export(decided, name)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_empty_story_exports(name, tmp_path, export):
    with make_story(tmp_path / "s", reports=0) as story:
        assert export(story, name) is not None


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"parquet", "docx", "jsonl", "csl", "prov"}))
def test_only_confirmed(name, decided, export):
    out = export(decided, name, only=("confirmed",)).decode()
    for line in claims(decided):
        told = line.id in out
        assert told == (line.review == "confirmed") or (name, line.kind) in {
            ("plover", "quotation"),
            ("timelinejs", "quotation"),
            ("plover-statements", "quotation"),
        }


def test_markdown_tells_everything(decided, export):
    text = export(decided, "md").decode()
    for line in claims(decided):
        at = text.index(f"**{line.id}**")
        block = text[at : text.find("- [", at + 5)]
        assert markdown(line.sentence) in block
        assert f"review: {line.review}" in block
        assert all(markdown(voice) in block for voice in line.said_by)
        assert line.evidence in block
        assert ("[x] " in text[at - 5 : at]) == (line.review in {"confirmed", "corrected"})
    assert "publication date not known" in text
    assert "\\=Report" in text


@pytest.mark.parametrize("name", ["md", "ftm", "schemaorg", "webanno"])
def test_a_denial_is_no_statement(name, decided, export):
    out = export(decided, name).decode()
    denied = next(li for li in claims(decided) if li.kind == "quotation" and li.item["strength"] == "denied")
    assert f"denied by {denied.said_by[0]}" in out
    negated = next(li for li in claims(decided) if li.kind == "quotation" and li.item["negated"])
    assert f"NOT said (so the report says) by {negated.said_by[0]}" in out


def test_docx_holds_each_claim_as_a_comment(decided, export):
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(export(decided, "docx")))
    comments = {c.text.split(":")[0].split()[1]: c.text for c in document.comments}
    assert set(comments) == {li.id for li in claims(decided)}
    for line in claims(decided):
        assert f"review: {line.review}" in comments[line.id]
        assert line.evidence in comments[line.id]
        assert all(v in comments[line.id] for v in line.said_by)
    text = "\n".join(p.text for p in document.paragraphs)
    assert all(li.sentence in text for li in claims(decided))


def test_web_annotations_point_at_their_words(decided, export):
    page = json.loads(export(decided, "webanno"))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    items = {i["id"].rpartition(":")[2]: i for i in page["items"]}
    assert set(items) == {li.id for li in decided.lines() if li.review != "rejected"}
    for line in claims(decided):
        item = items[line.id]
        place, quote = item["target"]["selector"][:2]
        text = decided.report(line.report).text
        assert text[place["start"] : place["end"]] == quote["exact"] == line.quote
        assert item["onrecord"]["review"] == line.review
        assert item["onrecord"]["said_by"] == " < ".join(line.said_by)
        assert item["onrecord"]["evidence"] == line.evidence


def test_timelinejs_keeps_doubt_and_undated(decided, export):
    data = json.loads(export(decided, "timelinejs"))
    told = {s["unique_id"] for s in data["events"]} | {u["id"] for u in data["onrecord"]["undated"]}
    assert told == {e.event for e in decided.links().timeline}
    assert data["onrecord"]["undated"]
    for slide in data["events"]:
        line = decided.line(slide["unique_id"])
        assert set(slide["start_date"]) <= {"year", "month", "day"}
        assert slide["display_date"]
        assert slide["onrecord"]["review"] == line.review
        assert all(v in slide["text"]["text"] for v in line.said_by if "’" not in v)
        assert "<script" not in slide["text"]["text"]


def test_plover_tables(decided, export):
    events = {r["event_id"]: r for r in table(export(decided, "plover"))}
    said = {r["statement_id"]: r for r in table(export(decided, "plover-statements"))}
    for line in claims(decided):
        if line.kind == "figure":
            continue
        row = events[line.id] if line.kind == "event" else said[line.id]
        assert (row["sentence"], row["review"], row["evidence"]) == (line.sentence, line.review, line.evidence)
        voices = (
            row["said_by"].split(" < ") if line.kind == "event" else [row["speaker"], *row["relayed_by"].split(" < ")]
        )
        assert tuple(filter(None, voices)) == line.said_by
        if line.kind == "event":
            assert row["status"] == line.item["factuality"]
            assert row["actor_name"]


def test_a_bibliography_has_every_report_and_says_how_its_date_is_known(decided, export):
    items = json.loads(export(decided, "csl"))
    assert [i["id"] for i in items] == [r.id for r, _ in decided.reports()]
    assert any("unknown" in i["note"] and "issued" not in i for i in items)


def test_no_report_writes_markup():
    assert markdown("[x](y) <b> `c` # $m$") == "\\[x\\](y) \\<b\\> \\`c\\` \\# \\$m\\$"
    assert slug("../../etc/passwd") == "etc passwd"
    assert slug("\x00") == "unnamed"
