"""What goes out comes back: the same record, the same decisions, the same bytes."""

import json
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from onrecord.errors import ContractError, InputError, StoreError
from onrecord.exports.importing import import_story
from onrecord.model.decisions import Verb
from onrecord.store import open_story
from onrecord.store.reports import Piece
from onrecord.testing import make_report

from .made import add_reading, decide, edited, made_reading, make_story


def round_trip(story, folder, export, **chosen):
    before = export(story, **chosen)
    (folder / "out.jsonl").write_bytes(before)
    import_story(folder / "out.jsonl", folder / "again")
    with open_story(folder / "again") as again:
        return before, export(again, **chosen)


def test_an_untouched_story_comes_back(kept, tmp_path, export):
    before, after = round_trip(kept, tmp_path, export)
    assert before == after


def come_back(folder, seed, decisions, export):
    """A story of a thousand lines under so many random decisions, every kind in turn, comes back byte for byte."""
    chance = random.Random(seed)
    with make_story(folder / "story", reports=20, sentences=12) as story:
        lines = story.lines()
        assert len(lines) >= 1000
        made = tried = 0
        while made < decisions:
            verb = list(Verb)[tried % len(Verb)]
            made += decide(story, verb, chance.sample(lines, 12)) is not None
            tried += 1
        counted = Counter(d.verb for d in story.decisions())
        assert set(counted) == set(Verb)
        before, after = round_trip(story, folder, export, held=True)
        assert before == after
        with open_story(folder / "again") as again:
            assert again.decisions() == story.decisions()
            assert again.lines() == story.lines()
        (folder / "closed").mkdir()
        before, after = round_trip(story, folder / "closed", export)
        assert before == after
        return counted


def test_a_thousand_lines_and_two_hundred_decisions_of_every_kind(tmp_path, export):
    come_back(tmp_path, 7, 200, export)


@pytest.mark.slow
@settings(max_examples=5, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_a_thousand_lines_under_any_two_hundred_decisions(seed, tmp_path_factory, export):
    come_back(tmp_path_factory.mktemp("any"), seed, 200, export)


@pytest.mark.slow
def test_a_thousand_lines_and_two_hundred_decisions_of_each_kind(tmp_path, export):
    counted = come_back(tmp_path, 11, 300 * len(Verb), export)  # the rarest kind, merging, comes to 200, too
    assert min(counted.values()) >= 200


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.tuples(st.sampled_from(list(Verb)), st.integers(0, 59), st.integers(0, 59)), max_size=12),
    held=st.booleans(),
)
def test_any_decisions_come_back(acts, held, tmp_path_factory, export):
    folder = tmp_path_factory.mktemp("any")
    with make_story(folder / "story", reports=2, sentences=3) as story:
        lines = story.lines()
        for verb, first, second in acts:
            decide(story, verb, [lines[first % len(lines)], lines[second % len(lines)]])
        before, after = round_trip(story, folder, export, held=held)
    assert before == after


def test_decisions_on_an_older_text_come_back(tmp_path, export):
    with make_story(tmp_path / "story", reports=3, sentences=4) as story:
        lines = [li for li in story.lines(kinds=["quotation"]) if "dike 0-" in li.quote]
        other = next(li for li in story.lines(kinds=["quotation"]) if "dike 1-0" in li.quote)
        decide(story, Verb.MERGE, [lines[0], other])
        decide(story, Verb.CONFIRM, [lines[1]])
        decide(story, Verb.HOLD, [lines[2]])
        add_reading(story, edited(made_reading(0, 4), "dike 0-2", "dyke 0-2"))
        assert len(story.reports()) == 3
        before, after = round_trip(story, tmp_path, export)
        assert before == after
        assert b"counted 12 homes" not in before


def test_any_text_comes_back(tmp_path, export):
    text = "a\ud800b \u0000 \U0001f3e0\u2028c\r\n\ufeff"
    with open_story(tmp_path / "story", create=True) as story:
        report = make_report(text, path="odd\n.txt", left_out=("x",))
        story.add(Piece(path=report.path, items=(report,)))
        before, after = round_trip(story, tmp_path, export)
        with open_story(tmp_path / "again") as again:
            assert again.report(report.id) == report
    assert before == after


def test_a_reading_that_does_not_fit_makes_no_story(kept, tmp_path, export):
    rows = [json.loads(r) for r in export(kept).splitlines()]
    rows[0]["machine"]["reading"]["figures"][0]["span"] = [5, 10**6]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(InputError, match="ends after"):
        import_story(tmp_path / "x.jsonl", tmp_path / "new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.jsonl"]


@pytest.mark.parametrize(
    ("bytes_", "error"),
    [
        (b"not json\n", ContractError),
        (b"[1]\n", ContractError),
        (b'{"kind":"report","id":"r","path":"p","sha256":"s"}\n', InputError),
        (b'{"kind":"report","id":4,"path":"p","sha256":"s","text":"","machine":{}}\n', ContractError),
        (
            b'{"kind":"report","id":"r","path":"p","sha256":"s","text":"","machine":{}}\n{"kind":"decision"}\n',
            ContractError,
        ),
        (b"", InputError),
    ],
)
def test_a_bad_file_makes_no_story(bytes_, error, tmp_path):
    (tmp_path / "x.jsonl").write_bytes(bytes_)
    with pytest.raises(error):
        import_story(tmp_path / "x.jsonl", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_story_is_never_overwritten(kept, tmp_path, export):
    (tmp_path / "x.jsonl").write_bytes(export(kept))
    import_story(tmp_path / "x.jsonl", tmp_path / "new")
    with pytest.raises(StoreError, match="already"):
        import_story(tmp_path / "x.jsonl", tmp_path / "new")


def test_a_part_is_refused(kept, tmp_path, export):
    part = export(kept, only=("confirmed",))
    assert not any("text" in json.loads(r) for r in part.splitlines() if b'"kind":"report"' in r)
    (tmp_path / "x.jsonl").write_bytes(part)
    with pytest.raises(InputError, match="--only"):
        import_story(tmp_path / "x.jsonl", tmp_path / "new")


def test_an_imported_reading_stays_as_it_came_until_asked(kept, tmp_path, export):
    (tmp_path / "x.jsonl").write_bytes(export(kept))
    import_story(tmp_path / "x.jsonl", tmp_path / "again")
    with open_story(tmp_path / "again") as again:
        assert again.pending("another pipeline") == []
        assert again.count_imported() == 4
        again.reread_imported()
        assert again.count_imported() == 0
        assert again.pending("another pipeline") == sorted(r.id for r, _ in kept.reports())
        assert again.lines() == kept.lines(), "nothing is lost before the run has read it again"
