"""Adding: watched folders, furniture that repeats across an outlet, what was passed over; in any order the same."""

import json
import random
from itertools import permutations
from pathlib import Path

import pytest

from onrecord.intake import IntakeOptions, mark_repeated
from onrecord.intake.repeated import REASON
from onrecord.model import Grade
from onrecord.runners import add_paths, count_files, watch_into
from onrecord.runners.adding import KnownFiles
from onrecord.store import open_story

LOCAL = IntakeOptions(isolate=False)
TOWNS = ("Sarn", "Pell", "Venn", "Orle", "Tarn", "Hamm")
SLOGAN = "Valley Post online"


def body(town: str) -> str:
    """Return a report that shares nothing with those of other towns but its furniture."""
    return (
        f"The dam at {town} broke on Friday and the water of {town} took the bridge of {town} with it, the mayor said.\n"
        f"No one died.\nThe council of {town} had known that the wall of {town} was weak.\n{SLOGAN}\n"
    )


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for town in TOWNS:
        (place / f"{town}.jsonl").write_text(json.dumps({"text": body(town), "outlet": "Valley Post"}))
    return place


def marks(story):
    """Return the marks that repetition made, by report."""
    return {
        report.id: [(r.span.cut(report.text), r.grade) for r in report.residue if REASON in r.reason]
        for report, _ in story.reports()
    }


def documents(story):
    """Return every report as it stands, without when it was added."""
    return [report for report, _ in story.reports()]


def test_repeated_lines_are_marked_when_reports_are_added(folder, tmp_path):
    with open_story(tmp_path / "s", create=True) as story:
        add_paths(story, [str(folder)], LOCAL)
        assert list(marks(story).values()) == [[(SLOGAN, Grade.RESIDUE)]] * len(TOWNS)
        assert documents(story) == mark_repeated(documents(story))


@pytest.mark.parametrize("order", [p for n, p in enumerate(permutations(range(6))) if n % 240 == 0])
def test_the_order_and_pieces_of_adding_change_no_mark(folder, tmp_path, order):
    with open_story(tmp_path / "whole", create=True) as story:
        add_paths(story, [str(folder)], LOCAL)
        whole = documents(story)
    with open_story(tmp_path / "pieces", create=True) as story:
        for index in order:
            add_paths(story, [str(folder / f"{TOWNS[index]}.jsonl")], LOCAL)
        assert documents(story) == whole


def test_a_report_that_goes_takes_its_marks_along(folder, tmp_path):
    with open_story(tmp_path / "s", create=True) as story:
        three = [folder / f"{town}.jsonl" for town in TOWNS[:3]]
        add_paths(story, map(str, three), LOCAL)
        assert all(marks(story).values())
        three[0].write_text(json.dumps({"text": body("Sarn").replace(SLOGAN, "The end"), "outlet": "Valley Post"}))
        plain = tmp_path / "in" / "a.txt"
        plain.write_text(body("Pell"))
        edited = IntakeOptions(isolate=False, outlet="Valley Post")
        for text in (body("Gorm"), body("Gorm").replace(SLOGAN, "The end")):
            plain.write_text(text)
            add_paths(story, [str(plain)], edited)
        assert documents(story) == mark_repeated(documents(story))


def test_marks_that_change_make_a_report_be_read_again(folder, tmp_path):
    with open_story(tmp_path / "s", create=True) as story:
        add_paths(story, [str(folder / f"{town}.jsonl") for town in TOWNS[:2]], LOCAL)
        assert not any(marks(story).values())
        for report in story.pending("v1"):
            story.save_failure(report, "v1", "nothing to read it with")
        add_paths(story, [str(folder / "Venn.jsonl")], LOCAL)
        assert all(marks(story).values())
        assert len(story.pending("v1")) == 3


def test_many_reports_are_judged_by_a_sample(tmp_path):
    place = tmp_path / "in.jsonl"
    rows = [{"id": f"{n:04}", "text": body(f"Town{n}"), "outlet": "Valley Post"} for n in range(450)]
    random.Random(1).shuffle(rows)
    place.write_text("\n".join(map(json.dumps, rows)))
    with open_story(tmp_path / "s", create=True) as story:
        add_paths(story, [str(place)], LOCAL)
        assert list(marks(story).values()) == [[(SLOGAN, Grade.RESIDUE)]] * 450


def test_what_was_passed_over_is_said(samples, tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(samples.warc())
    with open_story(tmp_path / "s", create=True) as story:
        outcome = add_paths(story, [str(path)], LOCAL)
    assert [note for _, note in outcome.notes] == [
        "4 records of the crawl are no pages (requests, pictures, scripts, errors)"
    ]


def test_files_are_counted_without_those_that_are_known(folder, tmp_path):
    with open_story(tmp_path / "s", create=True) as story:
        assert count_files(story, [str(folder)], LOCAL) == 6
        add_paths(story, [str(folder)], LOCAL)
        (folder / "new.txt").write_text(body("Lund"))
        assert count_files(story, [str(folder)], LOCAL) == 1


@pytest.mark.parametrize("ahead", [1, 2, 3, 500])
def test_known_files_are_told_in_any_order(tmp_path, ahead):
    names = ("a", "a-b", "a.c", "b", "z\u00e9", "\u65e5", "a0", "B")
    for place in names:
        (tmp_path / "in" / place).mkdir(parents=True)
        for name in ("x.txt", "y.txt"):
            (tmp_path / "in" / place / name).write_text(body(place + name))
    with open_story(tmp_path / "s", create=True) as story:
        assert add_paths(story, [str(tmp_path / "in")], LOCAL).new == 2 * len(names)
        (tmp_path / "in" / "b" / "new.txt").write_text(body("new"))
        (tmp_path / "in" / "B" / "y.txt").write_text(body("other"))
        files = sorted((tmp_path / "in").rglob("*.txt"))
        for order in (files, files[::-1], random.Random(1).sample(files, len(files))):
            known = KnownFiles(story, ahead=ahead)
            told = {str(p): known(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in order}
            assert sorted(Path(p).relative_to(tmp_path / "in").as_posix() for p, same in told.items() if not same) == [
                "B/y.txt",
                "b/new.txt",
            ]


def test_watching_adds_what_is_finished_and_revises_what_changes(tmp_path):
    place, looks, told = tmp_path / "in", [], []
    growing = place / "growing.txt"

    def sleep(seconds):
        looks.append(seconds)
        number = len(looks)
        if number == 1:
            place.mkdir()
            (place / "first.txt").write_text(body("Sarn"))
        if number < 6:
            with growing.open("a") as file:  # still being written: changes between every two looks
                file.write(f"The water rose {number} metres in the night, the mayor of the town said.\n")
        if number == 8:
            (place / "first.txt").write_text(body("Sarn").replace("broke", "burst"))
            (place / "link.txt").symlink_to("/etc/hostname")
        if number > 14:
            raise KeyboardInterrupt

    with open_story(tmp_path / "s", create=True) as story:
        with pytest.raises(KeyboardInterrupt):
            watch_into(story, [place], LOCAL, told.append, sleep)
        texts = {report.path: report.text for report, _ in story.reports()}
    assert texts[str(growing)].count("metres") == 5
    assert "burst" in texts[str(place / "first.txt")]
    seen = [(o.new, o.revised, [r.code for r in o.rejected]) for o in told if o.new or o.revised or o.rejected]
    assert seen == [(1, 0, []), (1, 0, []), (0, 0, ["link"]), (1, 1, [])]


def test_a_watched_file_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    from onrecord.intake import run

    path, looks = tmp_path / "a.txt", []
    path.write_text(body("Sarn"))
    inner, touched = run._open, []

    def meddle(entry):
        stream = inner(entry)
        if not touched:
            touched.append(path.write_text(body("Sarn") + "One more line was written meanwhile.\n"))
        return stream

    def sleep(seconds):
        looks.append(seconds)
        if len(looks) > 6:
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "_open", meddle)
    told = []
    with open_story(tmp_path / "s", create=True) as story:
        with pytest.raises(KeyboardInterrupt):
            watch_into(story, [path], LOCAL, told.append, sleep)
        assert "meanwhile" in story.reports()[0][0].text
        assert story.rejections() == []
    assert [r.reason for o in told for r in o.rejected] == [
        "changed while it was read; add it again when it is finished"
    ]


def test_watching_asks_the_story_once_for_each_state_of_a_file(folder, tmp_path):
    asked, looks = [], []

    def sleep(seconds):
        looks.append(seconds)
        if len(looks) > 5:
            raise KeyboardInterrupt

    with open_story(tmp_path / "s", create=True) as story:
        add_paths(story, [str(folder)], LOCAL)

        class Counting:
            def __getattr__(self, name):
                return getattr(story, name)

            def unchanged(self, *key):
                asked.append(key)
                return story.unchanged(*key)

        with pytest.raises(KeyboardInterrupt):
            watch_into(Counting(), [folder], LOCAL, lambda _: None, sleep)
    assert len(asked) == 6
