"""A story keeps what came in, reads only what changed, and never loses a decision."""

import io
import os
import sqlite3

import pytest

from onrecord.errors import AmbiguousId, InputError, StoreError, StoreTooNew, UnknownLine
from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.model.decisions import Review, Verb
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.store.checking import check_story
from onrecord.store.overview import overview
from onrecord.store.reports import original_bytes

from .conftest import FLOOD, OPTIONS


def export(story, name="jsonl", **chosen):
    out = io.BytesIO()
    export_story(story, name, Selection(**chosen), out)
    return out.getvalue()


def record(story):
    """The export without the log of decisions: what must be byte-equal after an undo."""
    return b"\n".join(
        row for row in export(story).splitlines() if not row.startswith(b'{"at"') and b'"kind":"decision"' not in row
    )


def quotation(story, words):
    return next(li for li in story.lines(kinds=["quotation"]) if words in li.quote)


def decide(story, line, verb, **more):
    target, snapshot = story.target_of(line)
    made = story.decide(verb, [target], who="tester", snapshot=snapshot, **more)
    story.relink()
    return made


def test_the_record_has_every_kind_of_line(story):
    counted = overview(story)
    assert counted.reports == 2
    assert set(counted.lines) == {"entity", "quotation", "timex", "event", "figure"}
    assert counted.sentence().startswith("2 reports, ")


def test_every_pointer_is_exact(story):
    assert check_story(story).broken == 0


def test_the_original_bytes_are_kept(story, files):
    (report,) = [r for r, _ in story.reports() if r.path.endswith("flood.txt")]
    (files / "flood.txt").unlink()
    with story.reading() as connection:
        assert original_bytes(connection, report.sha256) == FLOOD.encode()


def test_adding_again_changes_nothing(story, files, pipeline):
    before = export(story)
    again = add_paths(story, [str(files)], OPTIONS)
    assert (again.new, again.unchanged) == (0, 2)
    assert run_story(story, pipeline).read == 0
    assert export(story) == before


def test_the_same_words_under_another_name_are_one_report(story, files):
    (files / "copy.txt").write_text(FLOOD, encoding="utf-8")
    assert add_paths(story, [str(files / "copy.txt")], OPTIONS).known == 1
    assert story.count_reports() == 2


def test_order_of_adding_does_not_matter(story, files, tmp_path, pipeline, clock):
    with open_story(tmp_path / "other", create=True, clock=clock) as other:
        for name in ("later.txt", "flood.txt"):
            add_paths(other, [str(files / name)], OPTIONS)
            run_story(other, pipeline)
        strip = lambda data: [row for row in data.splitlines() if b'"kind":"report"' not in row]  # noqa: E731
        assert strip(export(other)) == strip(export(story))


def test_a_killed_run_goes_on(story, files, tmp_path, pipeline, clock, monkeypatch):
    with open_story(tmp_path / "killed", create=True, clock=clock) as killed:
        add_paths(killed, [str(files)], OPTIONS)
        calls = []

        def read(report, spend, real=pipeline.read):
            calls.append(report.id)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(report, spend)

        monkeypatch.setattr("onrecord.runners.local.BATCH", 1)
        monkeypatch.setattr(type(pipeline), "read", lambda _self, report, spend: read(report, spend))
        with pytest.raises(KeyboardInterrupt):
            run_story(killed, pipeline)
        monkeypatch.undo()
        assert run_story(killed, pipeline).read == 1
        assert record(killed).count(b'"kind":"quotation"') == record(story).count(b'"kind":"quotation"')


def test_dating_a_report_moves_its_times_and_only_them(story):
    report = next(r for r, _ in story.reports() if r.path.endswith("flood.txt"))
    tuesday = lambda: next(li for li in story.lines(kinds=["timex"]) if "Tuesday" in li.quote)  # noqa: E731
    last_week = lambda: next(li for li in story.lines(kinds=["timex"]) if "last week" in li.quote)  # noqa: E731
    before = record(story)
    assert tuesday().item["edtf"] is None
    target, _ = story.target_of(report.id)
    made = story.decide(Verb.DATE, [target], who="tester", value="2024-02-21", reason="printed on the page")
    story.relink()
    assert tuesday().item["edtf"] == "2024-02-20"
    assert last_week().item["edtf"] is None
    story.undo(made.id, who="tester")
    story.relink()
    assert record(story) == before


def test_rejected_lines_stay_rejected_when_everything_is_read_again(story, pipeline):
    line = quotation(story, "rebuild")
    decide(story, line.id, Verb.REJECT)
    from dataclasses import replace

    newer = replace(pipeline, stages=tuple(replace(s, version="99") for s in pipeline.stages))
    assert run_story(story, newer).read == 2
    assert story.line(line.id).review is Review.REJECTED
    assert all(r["id"] != line.id for r in _records(story, "quotation"))


def _records(story, kind):
    import json

    return [r for r in map(json.loads, export(story).splitlines()) if r["kind"] == kind]


def test_a_renamed_file_keeps_its_decisions(story, files, pipeline):
    line = quotation(story, "rebuild")
    decide(story, line.id, Verb.CONFIRM)
    (files / "flood.txt").rename(files / "renamed.txt")
    add_paths(story, [str(files)], OPTIONS)
    run_story(story, pipeline)
    assert story.line(line.id).review is Review.CONFIRMED


def test_an_edited_file_makes_a_revision_and_orphans_what_changed(story, files, pipeline):
    kept, lost = quotation(story, "rebuild"), quotation(story, "destroyed 40 homes")
    decide(story, kept.id, Verb.CONFIRM)
    decide(story, lost.id, Verb.CONFIRM)
    os.utime(files / "flood.txt")
    (files / "flood.txt").write_text(FLOOD.replace("40 homes", "41 homes"), encoding="utf-8")
    outcome = add_paths(story, [str(files)], OPTIONS)
    assert outcome.revised == 1
    run_story(story, pipeline)
    assert story.count_reports() == 2
    assert quotation(story, "rebuild").review is Review.CONFIRMED
    (orphan,) = story.lines(reviews=["orphan"])
    assert "40 homes" in orphan.quote
    assert not any("41 homes" in li.quote and li.review == "confirmed" for li in story.lines())
    assert check_story(story).orphans == 1


def test_merge_then_split_then_undo_gives_the_bytes_before(story):
    people = {li.item["name"]: li.id for li in story.lines(kinds=["entity"]) if li.item["type"] == "person"}
    lund = next(i for n, i in people.items() if "Lund" in n)
    haan = next(i for n, i in people.items() if "Haan" in n)
    before = record(story)
    targets = [story.target_of(x)[0] for x in (lund, haan)]
    merge = story.decide(Verb.MERGE, targets, who="tester")
    story.relink()
    view = story.links().cluster_of
    assert view[lund] == view[haan]
    split = story.decide(Verb.SPLIT, targets, who="tester")
    story.relink()
    view = story.links().cluster_of
    assert view[lund] != view[haan]
    for made in (merge, split):
        story.undo(made.id, who="tester")
    story.relink()
    assert record(story) == before


def test_decisions_are_mirrored_and_survive_the_loss_of_the_database(story, files, pipeline, tmp_path, clock):
    line = quotation(story, "rebuild")
    made = decide(story, line.id, Verb.REJECT, reason="not a promise")
    story.close()
    for path in story.folder.glob("story.db*"):
        path.unlink()
    with open_story(story.folder, create=True, clock=clock) as again:
        assert [d.id for d in again.decisions()] == [made.id]
        add_paths(again, [str(files)], OPTIONS)
        run_story(again, pipeline)
        assert again.line(line.id).review is Review.REJECTED


def test_a_held_line_is_in_no_export_until_released(story):
    line = quotation(story, "rebuild")
    decide(story, line.id, Verb.HOLD)
    assert line.id not in {r["id"] for r in _records(story, "quotation")}
    assert b"rebuild every one" not in export(story, "csv")
    decide(story, line.id, Verb.RELEASE)
    assert line.id in {r["id"] for r in _records(story, "quotation")}


def test_ids_may_be_shortened_and_are_never_guessed(story):
    line = quotation(story, "rebuild")
    assert story.line(line.id[:7].lower()).id == line.id
    with pytest.raises(AmbiguousId, match="could be any of"):
        story.line("Q")
    with pytest.raises(UnknownLine):
        story.line("Qzzzzzzzz")
    with pytest.raises(UnknownLine, match="show STORY reports"):
        story.report("nowhere.txt")


def test_search_finds_sentences_and_takes_any_characters(story):
    assert story.search("destroyed homes")
    assert story.search('"destroyed 40 homes"')
    assert not story.search('"homes destroyed 40"')
    assert story.search("destroyed*) (")
    with pytest.raises(InputError, match="no word"):
        story.search('"" *')


def test_no_story_no_guessing(tmp_path):
    with pytest.raises(StoreError, match="onrecord init"):
        open_story(tmp_path / "nothing")


def test_a_damaged_database_is_said_to_be(tmp_path):
    (tmp_path / "story.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="damaged"):
        open_story(tmp_path)


def test_a_story_of_a_later_onrecord_is_left_alone(story):
    from sqlalchemy import text

    with story._database.write() as connection:
        connection.execute(text("UPDATE meta SET value = '999' WHERE key = 'schema'"))
    with pytest.raises(StoreTooNew, match="update onrecord"):
        open_story(story.folder)


def test_spreadsheets_run_nothing(story, files, pipeline):
    (files / "evil.txt").write_text(
        '=HYPERLINK("x") said Ada Lund. “+1+cmd|calc” Ada Lund said on Monday.\n', encoding="utf-8"
    )
    add_paths(story, [str(files)], OPTIONS)
    run_story(story, pipeline)
    import csv

    for row in csv.reader(io.StringIO(export(story, "csv").decode())):
        assert not [
            cell
            for cell in row
            if cell[:1] in "=+-@\t\r" and cell[:1] and not cell.lstrip("-").replace(".", "").isdigit()
        ]


def test_a_story_of_the_first_version_is_brought_up_to_date(story):
    """Its lines are worked out anew from the readings; no report is read again and no decision changes."""
    decide(story, quotation(story, "rebuild").id, Verb.CONFIRM)
    story.undo(decide(story, quotation(story, "was late").id, Verb.REJECT).id, who="tester")
    story.relink()
    before, counted = export(story), overview(story)
    old = (
        "DROP TABLE tally",
        "DROP TABLE voice",
        "DROP TABLE person",
        "DROP INDEX line_queue",
        "ALTER TABLE line DROP COLUMN queue",
        "ALTER TABLE line ADD COLUMN hangs BOOLEAN",
        "DROP INDEX ix_decision_verb",
        "ALTER TABLE decision DROP COLUMN verb",
        "DROP INDEX report_list",
        "DROP INDEX ix_verdict_figure_verdict",
        "UPDATE meta SET value = '1' WHERE key = 'schema'",
    )
    story.close()
    with sqlite3.connect(story.folder / "story.db") as database:
        for step in old:
            database.execute(step)
    database.close()
    with open_story(story.folder) as opened:
        opened.relink()
        assert export(opened) == before
        assert overview(opened) == counted
        assert opened.decision(opened.decisions()[0].id).verb is Verb.CONFIRM
