"""The first real input: two reports on one story. Skipped where ../shared is absent; no word of theirs stands here
but names."""

import json
from collections import defaultdict
from dataclasses import replace

import pytest

from onrecord.intake import IntakeOptions
from onrecord.model.decisions import Verb
from onrecord.pipeline import load_pipeline
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.store.checking import check_story

LATER, EARLIER = "000_", "002_"


@pytest.fixture(scope="module")
def pipeline():
    return load_pipeline()


@pytest.fixture(scope="module")
def story(shared, pipeline, tmp_path_factory):
    with open_story(tmp_path_factory.mktemp("seeds") / "story", create=True) as opened:
        add_paths(opened, [str(shared / "seeds")], IntakeOptions(isolate=False))
        run_story(opened, pipeline)
        yield opened


def report(story, start):
    return next(r for r, _ in story.reports() if start in r.path)


def entities(story):
    return {(li.report, li.item["name"]): li.id for li in story.lines(kinds=["entity"])}


def test_there_is_as_much_as_a_reader_would_note(story):
    kinds = {k: len(story.lines(kinds=[k])) for k in ("quotation", "event", "figure", "timex")}
    assert kinds["quotation"] >= 28
    assert kinds["event"] >= 15
    assert kinds["figure"] >= 7
    assert kinds["timex"] >= 15


def test_every_pointer_is_exact(story):
    assert check_story(story).broken == 0


def test_relayed_statements_carry_their_chain(story):
    chains = {li.said_by for li in story.lines(kinds=["quotation"]) if len(li.said_by) > 1}
    assert ("Donald Trump", "Takaichi Sanae") in chains
    assert any(c[0] == "Shinzo Abe" and "Kyodo" in c[-1] for c in chains)
    assert any("Iwaya" in c[0] and "Kyodo" in c[-1] for c in chains)


def test_who_is_one_and_who_is_not(story):
    found = entities(story)
    cluster = story.links().cluster_of

    def of(name):
        return {cluster[i] for (_, n), i in found.items() if n == name}

    assert of("Abe Shinzo") == of("Shinzo Abe")
    assert len(of("Abe Shinzo")) == 1
    assert of("Kim Jong-un") == of("Kim Jong Un")
    assert of("Kim Jong-il") == of("Kim Jong Il")
    assert not of("Kim Jong Un") & of("Kim Jong Il")
    assert len(of("Government of Japan")) == 1
    assert len([1 for (_, n) in found if n == "Government of Japan"]) == 2


def test_each_report_has_the_prime_minister_of_its_year(story):
    offices = {
        (li.report, li.item["name"]): {(o["status"], o["office"]) for o in li.item["offices"]}
        for li in story.lines(kinds=["entity"])
    }
    assert ("current", "prime minister") in offices[report(story, EARLIER).id, "Shinzo Abe"]
    assert ("current", "prime minister") in offices[report(story, LATER).id, "Takaichi Sanae"]
    assert ("current", "prime minister") not in offices[report(story, LATER).id, "Abe Shinzo"]


def test_figures_nest_and_agree(story):
    lines = {li.id: li for li in story.lines(kinds=["figure"])}
    verdicts = {(v.verdict.value, *sorted(lines[f].quote for f in v.figures)) for v in story.links().verdicts}
    assert ("agree", "17", "17") in verdicts
    assert ("part-of", "17", "886") in verdicts
    assert ("unsure", "13", "17") in verdicts  # another's count
    assert ("part-of", "13", "Five") in verdicts
    assert {v for v in verdicts if "13" in v} == {("unsure", "13", "17"), ("part-of", "13", "Five")}
    assert not [v for v in verdicts if v[0] == "conflict"]


def test_the_admission_is_one_event_and_nothing_else_of_another_date_is(story):
    groups = defaultdict(list)
    for line in story.lines(kinds=["event"]):
        groups[story.links().cluster_of[line.id]].append(line)
    across = [g for g in groups.values() if len({line.report for line in g}) == 2]
    assert [{line.quote for line in g} for g in across].count({"admitted"}) == 1
    dates = {t.id: t.item["edtf"] for t in story.lines(kinds=["timex"]) if t.item["edtf"]}
    for group in across:
        assert len({dates[line.item["time"]][:4] for line in group if line.item["time"] in dates}) <= 1


def test_the_title_is_found_once_and_copies_are_residue(story):
    earlier = report(story, EARLIER)
    reasons = [r.reason for r in earlier.residue]
    assert earlier.title
    assert reasons.count("repeated headline") == 2
    assert "photo credit" in reasons


def test_times_wait_for_the_date_and_follow_it(story):
    wanted = report(story, EARLIER)

    def hanging(of):
        return [li for li in story.lines(kinds=["timex"], report=of.id) if li.item["anchor"] == "published"]

    before = {li.id: li.item["edtf"] for li in hanging(wanted)}
    other = {li.id: li.item["edtf"] for li in hanging(report(story, LATER))}
    assert before
    assert not any(before.values())
    assert not any(other.values())
    made = story.decide(Verb.DATE, [story.target_of(wanted.id)[0]], who="t", value="2019-03-01", reason="archive")
    after = {li.id: li.item["edtf"] for li in hanging(wanted)}
    assert all(after.values())
    assert {li.id: li.item["edtf"] for li in hanging(report(story, LATER))} == other
    assert story.decisions()[-1].reason == "archive"
    story.undo(made.id, who="t")
    assert {li.id: li.item["edtf"] for li in hanging(wanted)} == before


def test_a_decision_that_two_are_different_holds_when_everything_is_read_again(story, pipeline):
    found = entities(story)
    pair = [i for (_, n), i in found.items() if n in {"Abe Shinzo", "Shinzo Abe"}]
    assert len(pair) == 2
    made = story.decide(Verb.SPLIT, [story.target_of(i)[0] for i in pair], who="t", reason="two men")
    newer = replace(pipeline, stages=tuple(replace(s, version="again") for s in pipeline.stages))
    assert run_story(story, newer).read == 2
    cluster = story.links().cluster_of
    assert cluster[pair[0]] != cluster[pair[1]]
    story.undo(made.id, who="t")
    story.relink()
    cluster = story.links().cluster_of
    assert cluster[pair[0]] == cluster[pair[1]]


def test_reading_twice_gives_the_same_bytes(shared, pipeline):
    from onrecord.intake import read_paths
    from onrecord.model.codec import encode_json, reading_document

    def read():
        reports = read_paths([str(shared / "seeds")], IntakeOptions(isolate=False))
        return [encode_json(reading_document(pipeline.read(r))) for r in reports]

    one = read()
    assert one == read()
    assert all(json.loads(r)["schema"] == "onrecord/reading/1" for r in one)
