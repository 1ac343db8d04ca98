"""A story read and decided on step by step exports what it exports when all comes at once."""

import io

import pytest

from onrecord.exports import export_story
from onrecord.exports.choose import Selection
from onrecord.model.decisions import Verb
from onrecord.runners import add_paths, run_story
from onrecord.store import links, open_story
from onrecord.store.acts import decide_on

from .conftest import OPTIONS

TEXTS = {
    "a.txt": "Mayor Ada Lund said on 3 March 2024 that the flood had destroyed 40 homes in Orrby. Lund met Piet Haan.\n",
    "b.txt": "Ada Lund met Piet Haan in Orrby on 3 March 2024. The flood destroyed 44 homes, the council of Orrby said.\n",
    "c.txt": "“We will rebuild every one of them,” Lund told reporters in Orrby. Haan criticised Ada Lund on Tuesday.\n",
    "d.txt": "“We will rebuild every one of them,” Mayor Ada Lund said. The council of Orrby counted 44 destroyed homes.\n",
}


def record(story):
    out = io.BytesIO()
    export_story(story, "jsonl", Selection(), out)
    return [row for row in out.getvalue().splitlines() if b'"kind":"decision"' not in row]


def lund(story, name):
    report = story.report(name).id
    return next(li.id for li in story.lines(kinds=["entity"], report=report) if "Lund" in li.item["name"])


def build(folder, order, pipeline, *, stepwise):
    """Add the texts in an order; judge two lines different, take that back, judge two others the same, date one."""
    texts = folder / "in"
    texts.mkdir(parents=True)
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    with open_story(folder / "story", create=True, clock=lambda: "2026-01-01T00:00:00.000000+00:00") as story:
        there = set()
        for batch in [[name] for name in order] if stepwise else [list(order)]:
            add_paths(story, [str(texts / name) for name in batch], OPTIONS)
            run_story(story, pipeline)
            there |= set(batch)
            if {"a.txt", "b.txt"} <= there and not story.decisions():
                made = decide_on(story, lund(story, "a.txt"), "split", who="x", value=[lund(story, "b.txt")])
                story.relink()
                story.undo(made.id, who="x")
                story.relink()
        decide_on(story, lund(story, "c.txt"), "split", who="x", value=[lund(story, "d.txt")])
        decide_on(story, story.report("c.txt").id, "date", who="x", value="2024-03-14")
        story.relink()
        assert {d.verb for d in story.decisions()} == {Verb.SPLIT, Verb.UNDO, Verb.DATE}
        return record(story)


def base(row):
    return row.replace(b"one/in/", b"in/").replace(b"all/in/", b"in/")


@pytest.mark.parametrize("order", ["abcd", "dbca", "cadb"])
def test_one_by_one_exports_what_all_at_once_exports(order, tmp_path, pipeline, monkeypatch):
    names = [f"{letter}.txt" for letter in order]
    whole = build(tmp_path / "all", sorted(names), pipeline, stepwise=False)
    grow, calls = links.grow, []
    monkeypatch.setattr(links, "SHARE", 1000.0)
    monkeypatch.setattr(links, "grow", lambda *given: (calls.append(given), grow(*given)))
    grown = build(tmp_path / "one", names, pipeline, stepwise=True)
    assert sorted(map(base, grown)) == sorted(map(base, whole))
    assert any(b'"kind":"verdict"' in row for row in whole)
    assert len(calls) >= 6


def test_a_run_with_nothing_new_links_nothing(story, pipeline, monkeypatch):
    def never(*_):
        raise AssertionError("linked")

    monkeypatch.setattr(links, "grow", never)
    monkeypatch.setattr(links, "Rebuilt", never)
    run_story(story, pipeline)
    assert not story.relink()
    story.save_readings([], "unused")
    assert story.relink()  # something was kept, but nothing that linking needs: it looks and links nothing
