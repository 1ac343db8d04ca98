"""What other programs got wrong, each as a test that ours does not: decisions lost, pointers moved, doubts dropped."""

import csv
import io
import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from onrecord.decisions.targets import target_of_line
from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.intake import IntakeOptions
from onrecord.model import Span, iter_items, line_ids
from onrecord.model.decisions import Outcome, Review, Verb
from onrecord.pipeline import Pipeline
from onrecord.report.page import render_page
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story, readings
from onrecord.store.acts import add_line, decide_on, undo_last, undo_many
from onrecord.store.checking import check_story
from onrecord.store.overview import overview
from onrecord.store.prepared import prepare
from onrecord.web.app import create_app

FLOOD = (
    "Mayor Ada Lund said on Tuesday that the flood had destroyed 40 homes in Orrby.\n"
    "“We will rebuild 🏠 every one of them,” Lund told reporters. The council plans to meet in March 2024.\n"
    "Two men were reportedly arrested on Friday. The council counted 40 homes.\n"
)
LATER = (
    "Ada Lund met Governor Piet Haan in Orrby in May 2024. The council of Orrby counted 44 destroyed homes.\n"
    "Haan criticised Lund last week. “She was late,” Haan said. He met builders, Rosa Diaz said.\n"
)
AGENCY = (
    "ORRBY, May 4, 2024 (Nordic Press) - Ada Lund met Piet Haan on Friday and counted 52 boats in the harbour of Orrby.\n"
    "“The boats will sail before the winter comes to the coast,” Lund told reporters outside the town hall.\n"
)
JAPANESE = "市長のルンド氏は火曜日、洪水で40戸が壊れたと述べた🌊。「一軒残らず建て直す」とルンド氏は語った。"


@pytest.fixture(scope="module")
def pipeline(nlp_backend):
    return Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))


@pytest.fixture(scope="module")
def built(tmp_path_factory, pipeline):
    folder = tmp_path_factory.mktemp("failures")
    return make(folder, pipeline, {"flood.txt": FLOOD, "later.txt": LATER})


def make(folder, pipeline, texts):
    (folder / "in").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    with open_story(folder / "story", create=True) as story:
        add_paths(story, [str(folder / "in")], IntakeOptions(isolate=False))
        run_story(story, pipeline)
    return folder / "story"


@pytest.fixture
def story(built, tmp_path):
    shutil.copytree(built.parent / "in", tmp_path / "in")
    with open_story(shutil.copytree(built, tmp_path / "story")) as opened:
        yield opened


def quotation(story, words):
    return next(li for li in story.lines(kinds=["quotation"]) if words in li.quote)


def person(story, name):
    return next(li for li in story.lines(kinds=["entity"]) if name in li.item["name"])


def decide(story, line, verb, **more):
    made = decide_on(story, line.id, verb, who="ann", **more)
    story.relink()
    return made


def reread(story, report, change, key="another version"):
    """Keep what another version of the program reads in a report."""
    with story.reading() as connection:
        reading = readings.load_reading(connection, report)
    _, decisions = story.to_read(report)
    story.save_readings([prepare(change(reading), decisions)], key)
    story.relink()


def rewrite(story, pipeline, name, old, new):
    """Edit a source file and read it again."""
    path = story.folder.parent / "in" / name
    reports = {r.path: r for r, _ in story.reports()}
    text = next(r.text for p, r in reports.items() if p.endswith(name))
    assert old in text
    known = next(p for p in reports if p.endswith(name))
    path.write_text(text.replace(old, new), encoding="utf-8")
    from onrecord.store.reports import Piece
    from onrecord.testing import make_report

    report = make_report(path.read_text(encoding="utf-8"), path=known)
    story.add(Piece(path=known, items=(report,), data=report.text.encode()))
    run_story(story, pipeline)
    return story.report(report.id)


def record(story):
    out = io.BytesIO()
    export_story(story, "jsonl", Selection(), out)
    return [row for row in out.getvalue().splitlines() if b'"kind":"decision"' not in row]


def exported(story, name):
    out = io.BytesIO()
    export_story(story, name, Selection(), out)
    return out.getvalue().decode("utf-8-sig")


def test_a_rejected_line_stays_rejected_after_rereading(story, pipeline):
    """Failure: a rejected line returns after re-reading."""
    line = quotation(story, "She was late")
    decide(story, line, "reject")
    reread(story, line.report, lambda reading: reading)
    assert story.line(line.id).review is Review.REJECTED
    assert "She was late" not in [json.loads(r).get("quote") for r in record(story)]
    assert run_story(story, pipeline).read >= 1  # the real stages again, over the other version's reading
    assert story.line(line.id).review is Review.REJECTED


def test_a_rejected_line_stays_rejected_under_another_spelling(story):
    """Failure: a rejected line returns under another spelling: a name put otherwise, words cut or quoted otherwise."""
    name = person(story, "Haan")
    words = quotation(story, "She was late")
    decide(story, name, "reject")
    decide(story, words, "reject")

    def respelled(reading):
        entities = tuple(
            replace(e, id=f"X{e.id}", name="HAAN, Piet", names=("HAAN, Piet",)) if "Haan" in e.name else e
            for e in reading.entities
        )
        quotations = tuple(
            replace(q, id="Q9", content=(Span(q.content[0].start + 1, q.content[0].end - 1),), speaker=None)
            if "She was late" in q.content[0].cut(reading.report.text)
            else replace(q, speaker=None)
            for q in reading.quotations
        )
        return replace(reading, entities=entities, quotations=quotations, events=(), figures=())

    reread(story, name.report, respelled)
    again = [
        li for li in story.lines(report=name.report) if "HAAN" in str(li.item.get("name")) or "was late" in li.quote
    ]
    assert len(again) == 2
    assert {li.review for li in again if li.kind in {"entity", "quotation"}} == {Review.REJECTED}


def test_a_rejected_line_stays_rejected_after_a_rule_is_renamed(story):
    """Failure: a rejected line returns after a rule is renamed, renumbered or scores otherwise."""
    lines = [quotation(story, "She was late"), *story.lines(kinds=["event", "figure"])[:3]]
    for line in lines:
        decide(story, line, "reject")

    def renamed(reading):
        return replace(
            reading,
            quotations=tuple(replace(q, rule="renamed", score=0.123) for q in reading.quotations),
            events=tuple(replace(e, rule="renamed", score=0.123) for e in reading.events),
            figures=tuple(replace(f, rule="renamed") for f in reading.figures),
        )

    for report in {li.report for li in lines}:
        reread(story, report, renamed)
    assert [story.line(li.id).review for li in lines] == [Review.REJECTED] * len(lines)
    assert overview(story).stale == 0


def test_a_confirmed_line_speaks_up_after_its_source_changed(story, pipeline, client_of):
    """Failure: a confirmed line stays silent after its source changed."""
    line = quotation(story, "every one of them")
    decide(story, line, "confirm")
    report = rewrite(story, pipeline, "flood.txt", "rebuild 🏠 every one", "perhaps rebuild every one")
    orphan = story.line(line.id)
    assert (orphan.review, orphan.spans, orphan.report) == (Review.ORPHAN, (), report.id)
    assert any("orphan" in question for question in overview(story).questions())
    assert check_story(story).orphans == 1
    client = client_of(create_app(story))
    assert "orphan" in client.get("/").text
    assert "△ orphan" in client.get(f"/r/{report.id}").text
    assert "△ orphan" in render_page(story)


def test_reading_anew_from_the_app_keeps_every_decision(story, pipeline, monkeypatch, client_of):
    """Failure: one click re-analyses and deletes decisions."""
    decide(story, quotation(story, "She was late"), "reject")
    decide(story, quotation(story, "every one of them"), "correct", field="speaker", value="Rosa Diaz")
    report = next(r for r, _ in story.reports() if r.path.endswith("flood.txt"))
    decide_on(story, report.id, "date", who="ann", value="2024-02-21")
    add_line(story, report.id, 0, 14, kind="event", who="ann")
    story.relink()
    before, log = record(story), story.decisions()
    for one, _ in story.reports():  # another version wrote what is there
        reread(story, one.id, lambda reading: reading)
    monkeypatch.setattr("onrecord.pipeline.load_pipeline", lambda *_: pipeline)
    client = client_of(create_app(story))
    assert client.post("/api/run").status_code == 202
    for _ in range(400):
        if not client.get("/api/run").json()["running"]:
            break
        time.sleep(0.05)
    assert story.pending(pipeline.key()) == []
    assert story.decisions() == log
    assert record(story) == before
    assert {outcome for _, _, outcome, _ in story.outcomes()} == {Outcome.APPLIED}


def test_a_pointer_never_moves_to_a_look_alike_sentence(story, pipeline):
    """Failure: a pointer moves to a look-alike sentence when its own is edited away."""
    figure = next(li for li in story.lines(kinds=["figure"]) if li.sentence == "The council counted 40 homes.")
    decide(story, figure, "confirm")
    text = rewrite(
        story,
        pipeline,
        "flood.txt",
        "The council counted 40 homes.",
        "The mayors counted 40 homes. No council counted.",
    ).text
    line = story.line(figure.id)
    assert "40" in text  # the same figure stands elsewhere, twice
    assert (line.review, line.spans) == (Review.ORPHAN, ())
    confirmed = [li for li in story.lines(kinds=["figure"]) if li.review is Review.CONFIRMED]
    assert confirmed == []


def test_spans_are_right_in_japanese_and_with_emoji(tmp_path, pipeline, client_of):
    """Failure: spans wrong in Japanese and with emoji."""
    folder = make(tmp_path, pipeline, {"ja.txt": JAPANESE + "\n🎉🎉 " + FLOOD})
    with open_story(folder) as story:
        report = story.reports()[0][0]
        start = report.text.index("一軒残らず")
        add_line(story, report.id, start, start + 9, kind="quotation", speaker="ルンド氏", who="ann")
        story.relink()
        added = quotation(story, "一軒残らず建て直す")
        assert added.said_by == ("ルンド氏",)
        assert check_story(story).broken == 0
        for line in story.lines():
            assert " … ".join(report.text[s.start : s.end] for s in line.spans) == line.quote
        page = client_of(create_app(story)).get(f"/r/{report.id}").text
        assert f'data-at="{start}" data-lines="{added.id}">一軒残らず建て直す<' in page


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_in_either_direction_can_be_undone(story, turned):
    """Failure: a merge in the wrong direction cannot be undone."""
    pair = [person(story, "Haan"), person(story, "Diaz")]
    one, other = pair[::-1] if turned else pair
    before, clusters = record(story), story.links().cluster_of
    decide(story, one, "merge", value=[other.id])
    merged = story.links().cluster_of
    assert merged[one.id] == merged[other.id]
    decide(story, quotation(story, "She was late"), "confirm")  # something else, since
    undo_many(story, [d.id for d in story.decisions() if d.verb is Verb.MERGE], who="ann")
    undo_last(story, who="ann")
    story.relink()
    assert story.links().cluster_of == clusters
    assert record(story) == before


def test_a_person_whom_people_named_can_be_merged_and_split(story):
    """And the other side of it: a name given in a correction is linked like any other, and let go again."""
    line = quotation(story, "every one of them")
    decide(story, line, "correct", field="speaker", value="Mayor L.")
    made = next(li for li in story.lines(kinds=["entity"]) if li.item["name"] == "Mayor L.")
    other = next(li for li in story.lines(kinds=["entity"], report=line.report) if "Lund" in li.item["name"])
    before = story.links().cluster_of
    assert before[made.id] != before[other.id]
    decide(story, made, "merge", value=[other.id])
    assert story.links().cluster_of[made.id] == story.links().cluster_of[other.id]
    assert {outcome for _, _, outcome, _ in story.outcomes()} == {Outcome.APPLIED}
    undo_last(story, who="ann")
    story.relink()
    assert story.links().cluster_of == before


def test_bulk_undo_takes_back_decisions_of_every_kind(story, client_of):
    """Failure: bulk undo touches one kind of decision or one kind of line only."""
    before = record(story)
    report = next(r for r, _ in story.reports() if r.path.endswith("flood.txt"))
    decide(story, quotation(story, "She was late"), "reject")
    decide(story, quotation(story, "every one"), "correct", field="speaker", value="Rosa Diaz")
    decide(story, story.lines(kinds=["event"])[0], "confirm")
    decide(story, story.lines(kinds=["figure"])[0], "unsure")
    decide(story, story.lines(kinds=["figure"])[1], "hold")
    decide(story, story.lines(kinds=["timex"])[0], "prefer")
    decide(story, person(story, "Haan"), "merge", value=[person(story, "Diaz").id])
    decide(story, person(story, "Lund"), "split", value=[person(story, "Haan").id])
    decide_on(story, report.id, "date", who="ann", value="2024-02-21")
    add_line(story, report.id, 0, 14, kind="event", who="ann")
    made = [d.id for d in story.decisions()]
    assert len({d.verb for d in story.decisions()}) == 10
    answer = client_of(create_app(story)).post("/undo", data={"decision": made, "reason": "a bad morning"})
    assert answer.status_code == 303
    assert record(story) == before
    assert [d.verb for d in story.decisions()[10:]] == [Verb.UNDO] * 10
    assert [d.id for d in story.decisions()[:10]] == made


def test_no_machine_mentions_among_entities_that_people_made(story, client_of):
    """Failure: machine mentions among user-made entities."""
    line = quotation(story, "every one of them")
    decide(story, line, "correct", field="speaker", value="Bo Ek")
    reread(story, line.report, lambda reading: reading)
    made = [li for li in story.lines(kinds=["entity"]) if li.review is not Review.MACHINE]
    assert [(li.item["name"], li.item["mentions"], li.spans) for li in made] == [("Bo Ek", [], ())]
    page = client_of(create_app(story)).get(f"/people/{made[0].id}").text
    assert "named by a person" in page
    others = [li for li in story.lines(kinds=["entity"]) if li.review is Review.MACHINE]
    assert all(li.item["mentions"] for li in others)


def test_uncertain_on_screen_is_uncertain_in_every_export(story, client_of):
    """Failure: an "uncertain" mark on screen missing from the export."""
    doubted = next(li for li in story.lines(kinds=["event", "quotation"]) if li.evidence == "uncertain")
    unsure = story.lines(kinds=["figure"])[0]
    decide(story, unsure, "unsure")
    screen = client_of(create_app(story)).get(f"/r/{doubted.report}").text
    item = screen[screen.index(f'id="{doubted.id}"') :]
    assert "? uncertain" in item[: item.index("</li>")]
    rows = [json.loads(r) for r in record(story)]
    assert next(r for r in rows if r.get("id") == doubted.id)["evidence"] == "uncertain"
    assert "unsure" in next(r for r in rows if r.get("id") == unsure.id)["marks"]
    table = {r["id"]: r for r in csv.DictReader(io.StringIO(exported(story, "csv")))}
    assert table[doubted.id]["evidence"] == "uncertain"
    assert "unsure" in table[unsure.id]["marks"]
    for name in ("md", "webanno", "schemaorg", "uwazi"):
        assert "uncertain" in exported(story, name), name
    page = render_page(story)
    item = page[page.index(f'id="{doubted.id}" data-line') :]
    assert "? uncertain" in item[: item.index("</li>")]


def test_unknown_dates_are_not_piled_on_the_day_of_collection(story, client_of):
    """Failure: unknown dates piled on the day of collection."""
    added = {at[:10] for _, at in story.reports()}
    entries = story.links().timeline
    assert any(e.earliest is None for e in entries)
    assert not [e for e in entries if e.earliest and e.earliest[:10] in added]
    assert all(r.published.value is None for r, _ in story.reports())
    client = client_of(create_app(story))
    for path in ("/", "/reports"):
        page = client.get(path).text
        assert "not known" in page
        assert not [day for day in added if day in page]
    assert not [day for day in added if f">{day}<" in render_page(story)]


def test_ten_copies_are_one_source(tmp_path, pipeline, client_of):
    """Failure: ten copies counted as ten sources."""
    copies = {f"paper-{n}.txt": AGENCY + f"Paper number {n} wrote this line.\n" for n in range(10)}
    with open_story(make(tmp_path, pipeline, copies)) as story:
        assert story.count_reports() == 10
        met = [e for e in story.links().timeline if story.line(e.event).quote == "met"]
        assert [(e.reports, e.origins) for e in met] == [(10, 1)]
        page = client_of(create_app(story)).get("/").text
        assert "10 reports, 1 independent" in page
        assert "10 reports, 1 independent" in render_page(story)


def test_the_command_line_decides_while_the_app_is_open(story, client_of):
    """Failure: the app open blocks the command line."""
    line = quotation(story, "She was late")
    client = client_of(create_app(story))
    assert client.get("/").status_code == 200
    with story.reading() as connection:  # a screen in the middle of its answer
        readings.find_line(connection, line.id)
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "onrecord", "decide", str(story.folder), line.id, "reject", "--who", "bob"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - start < 30  # never the 15 s that a writer waits, on top of a slow start
        assert readings.find_line(connection, line.id).review is Review.MACHINE  # one state, until it asks again
    assert "✕ rejected" in client.get(f"/r/{line.report}").text
    assert client.post("/decide", data={"line": line.id, "verb": "confirm"}).status_code == 303


def test_every_line_can_be_found_again_by_its_content(story):
    """What all of the above stands on: a target keeps words and context, and no id of a stage."""
    for report, _ in story.reports():
        reading = story.applied(report.id).reading
        ids = line_ids(reading)
        for item in iter_items(reading):
            target = target_of_line(reading.report, item, ids[item.id])
            if target.spans:
                assert target.exact == "\n".join(s.cut(report.text) for s in target.spans)
                assert item.id not in target.exact
