"""A held line is in no export until it is released."""

import io
import re
import zipfile

import pytest

from onrecord.exports import FORMATS
from onrecord.model.decisions import Verb

from .made import decide, make_story


def hold(story, kind, words):
    line = next(li for li in story.lines(kinds=[kind]) if words in (li.quote if kind != "entity" else li.item["name"]))
    target, snapshot = story.target_of(line.id)
    made = story.decide(Verb.HOLD, [target], who="ann", snapshot=snapshot, reason=f"secret: {line.quote}")
    return line, made


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_held_quotation_leaves_no_trace_until_released(name, tmp_path, export):
    with make_story(tmp_path / "story", reports=2, sentences=3) as story:
        lines = story.lines(kinds=["quotation"])
        decide(story, Verb.CONFIRM, lines[:1], reason=f"he did say {lines[0].quote}")
        decide(story, Verb.MERGE, [lines[0], lines[4]], reason="the same")
        decide(story, Verb.HOLD, [lines[0]])
        out = export(story, name)
        assert out
        for trace in (lines[0].quote, lines[0].id, lines[0].quote[4:30]):
            assert trace.encode() not in out
        inner = [
            li
            for li in story.lines(kinds=["event", "figure"])
            if lines[0].report == li.report and lines[0].spans[0].contains(li.spans[0])
        ]
        assert inner
        assert not any(li.id.encode() in out for li in inner)
        assert export(story, name) == out
        assert lines[0].quote[4:24].encode() in export(story, "jsonl", held=True)
        decide(story, Verb.RELEASE, [lines[0]])
        if name in {"jsonl", "csv"}:
            assert lines[0].quote.encode() in export(story, name)


def test_a_held_name_is_blocked_out_everywhere_in_its_report(story, export):
    report = story.reports()[0][0].id
    line = next(li for li in story.lines(kinds=["entity"], report=report) if li.item["name"] == "Ada Lund")
    decide(story, Verb.HOLD, [line])
    for row in export(story).splitlines():
        if report.encode() in row and b'"kind":"entity"' not in row:
            assert b"Ada Lund" not in row, row[:300]
    assert line.id.encode() not in export(story)


def test_a_held_figure_is_blocked_out_of_its_sentence(story, export):
    figure = next(li for li in story.lines(kinds=["figure"]))
    decide(story, Verb.HOLD, [figure])
    out = export(story).decode()
    assert f"counted {figure.quote} homes" not in "\n".join(r for r in out.splitlines() if figure.report in r)
    assert f"counted {'█' * len(figure.quote)} homes" in out


def test_what_the_machine_lost_stays_held(tmp_path, export):
    from .made import add_reading, made_reading

    with make_story(tmp_path / "story", reports=2, sentences=3) as story:
        line = story.lines(kinds=["quotation"])[0]
        target, _ = story.target_of(line.id)
        story.decide(Verb.HOLD, [target], who="ann", reason="")
        number = 0 if "dike 0-" in line.quote else 1
        reading = made_reading(number, 3)
        from dataclasses import replace

        add_reading(story, replace(reading, quotations=(), events=(), figures=()))
        assert line.quote.encode() not in export(story)


def readable(name, data):
    """What a person could read in a file of this format."""
    if name == "parquet":
        return str(pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data)).to_pylist())
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return re.sub("<[^>]+>", "", "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith("xml")))
    return data.decode()


@pytest.mark.parametrize("kind", ["entity", "quotation", "timex", "event", "figure"])
def test_no_format_tells_of_a_held_line_of_any_kind(kind, tmp_path, export):
    with make_story(tmp_path / "story", reports=1, sentences=4) as story:
        line = story.lines(kinds=[kind])[1]
        other = next(li for li in story.lines(kinds=[kind]) if li.id != line.id)
        words = line.item["name"] if kind == "entity" else line.quote
        words = words if kind != "figure" else f"counted {words} homes"
        words = words if kind != "event" else line.sentence[: line.sentence.index(" and counted")]
        decide(story, Verb.UNSURE, [line], reason=f"is {words} so?")
        decide(story, Verb.CORRECT, [line], reason=words)
        if kind != "timex":
            decide(story, Verb.MERGE, [line, other], reason=f"{words} again")
        made = decide(story, Verb.CONFIRM, [line], reason=words)
        story.undo(made.id, who="bob", reason=f"no: {words}")
        decide(story, Verb.HOLD, [line])
        for name in FORMATS:
            told = readable(name, export(story, name))
            assert line.id not in told, name
            assert words not in told, name
        assert export(story, "jsonl").count(b'"verb":"hold"') == 1
