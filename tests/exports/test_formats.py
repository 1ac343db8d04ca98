"""What every format holds: no line lost its said-by, its doubt or its review state; other programs read it next door."""

import csv
import io
import json

import pytest

from onrecord.exports import FOLDERS, FORMATS, export_folder, export_story
from onrecord.exports.view import Selection
from onrecord.exports.wording import markdown, slug
from onrecord.model.decisions import Verb

from .made import decide, make_story
from .reading import readable


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


KINDS = {"plover": ["event"], "plover-statements": ["quotation"], "timelinejs": ["event"], "csl": []}
"""What formats hold that do not hold statements, events and figures alike."""


def traces(story, name):
    """For every claim that a format can hold: what stands in it if and only if it is let out, and the claim."""
    first = {e.event for e in story.links().timeline}
    for line in claims(story):
        if line.kind in KINDS.get(name, ["quotation", "event", "figure"]) and (
            name != "timelinejs" or line.id in first
        ):
            yield f"or:line-{line.id}" if name == "prov" else line.sentence, line


@pytest.mark.parametrize("name", sorted({*FORMATS, *FOLDERS}))
def test_only_confirmed(name, decided, tmp_path):
    told = shown(decided, name, tmp_path, only=("confirmed",))
    expected = {trace for trace, line in traces(decided, name) if line.review == "confirmed"}
    assert {trace for trace, _ in traces(decided, name) if trace in told} == expected
    assert bool(expected) == (name not in {"plover", "timelinejs", "csl"}), "one quotation is confirmed"


@pytest.mark.parametrize("name", sorted({*FORMATS, *FOLDERS}))
def test_since(name, decided, tmp_path):
    second = sorted(at for _, at in decided.reports())[1]
    late = {r.id for r, at in decided.reports() if at >= second}
    told = shown(decided, name, tmp_path, since=second)
    expected = {trace for trace, line in traces(decided, name) if line.report in late}
    assert {trace for trace, _ in traces(decided, name) if trace in told} == expected
    assert bool(expected) == (name != "csl")
    if name == "csl":
        assert {i["id"] for i in json.loads(told)} == late
    nothing = shown(decided, name, tmp_path / "none", since="2027-01-01")
    assert not any(trace in nothing for trace, _ in traces(decided, name))


def shown(story, name, folder, **chosen):
    """What a person could read in an export."""
    story.relink()
    if name in FOLDERS:
        export_folder(story, name, Selection(**chosen), folder / name)
        return "\n".join(p.read_text(encoding="utf-8") for p in (folder / name).rglob("*.md"))
    out = io.BytesIO()
    export_story(story, name, Selection(**chosen), out)
    return readable(name, out.getvalue())


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
