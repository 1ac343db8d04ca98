"""``onrecord.open``: typed lines that show their sentence, escaped, and data frames; the tutorial runs."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import StoreError, UnknownLine
from onrecord.model import Entity, Event, Figure, Quotation, Timex
from onrecord.model.decisions import Verb

from .made import decide, made_reading, make_story


@pytest.fixture
def record(kept):
    with onrecord.open(kept.folder) as opened:
        yield opened


def test_it_is_a_public_name_loaded_on_first_use():
    assert {"open", "Record"} <= set(onrecord.__all__)
    code = "import sys, onrecord; assert 'sqlalchemy' not in sys.modules; onrecord.open; assert 'sqlalchemy' in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_line_is_there_typed(record, kept):
    views = {Entity: record.people, Quotation: record.quotations, Timex: record.times}
    views |= {Event: record.events, Figure: record.figures}
    seen = set()
    for kind, lines in views.items():
        assert lines
        assert all(type(shown.item) is kind for shown in lines)
        seen |= {shown.id for shown in lines}
    assert seen == {li.id for li in kept.lines()}
    first = record.figures[0]
    assert first.item.low == kept.line(first.id).item["low"]
    assert (first.said_by, first.review) == (kept.line(first.id).said_by, kept.line(first.id).review)
    assert len(record.figures[1:3]) == 2
    assert [h.id for h in record.reports] == [r.id for r, _ in kept.reports()]
    assert record.timeline == kept.links().timeline
    assert record.verdicts == kept.links().verdicts
    assert record.line(first.id).sentence == first.sentence


def test_frames(record, kept):
    pytest.importorskip("polars")
    assert record.polars("figure").height == len(kept.lines(kinds=["figure"]))
    pytest.importorskip("pandas")
    assert set(record.pandas()["id"]) == {li.id for li in kept.lines()}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_a_line_shows_its_sentence_who_said_it_and_its_doubt(record):
    for shown in [*record.quotations, *record.events, *record.figures]:
        page = Page(shown._repr_html_())
        text = "".join(page.text)
        assert shown.sentence in text
        assert f"review: {shown.review}" in text
        assert shown.evidence in text
        assert all(v in text for v in shown.said_by)
        assert "“the dikes”" in text
        assert shown.id in str(shown)
    assert "".join(Page(record.events._repr_html_()).text).count("review:") == len(record.events)


def test_what_a_report_wrote_is_never_markup(tmp_path):
    from dataclasses import replace

    from .made import add_reading

    reading = made_reading(0, 2)
    text = reading.report.text.replace("the crews", "<i>rews&w")
    hostile = replace(reading.report, text=text, title="<script>alert(1)</script>", outlet="a<b>")
    with make_story(tmp_path / "s", reports=0) as story:
        add_reading(story, replace(reading, report=hostile))
    with onrecord.open(tmp_path / "s") as record:
        page = Page(record.quotations._repr_html_())
    assert set(page.tags) <= {"blockquote", "mark", "p", "b", "br", "small"}
    assert "<script>alert(1)</script>" in "".join(page.text)
    assert "<i>rews&w" in "".join(page.text)


def test_held_lines_are_not_seen_unless_asked_for(story):
    line = story.lines(kinds=["quotation"])[0]
    decide(story, Verb.HOLD, [line])
    with onrecord.open(story.folder) as record:
        assert line.id not in {s.id for s in record.quotations}
        for wanted in (line.id, line.id[:1]):
            with pytest.raises(UnknownLine) as told:
                record.line(wanted)
            assert line.id not in str(told.value) or wanted == line.id
        everything = record.where(held=True)
        assert line.id in {s.id for s in everything.quotations}
        assert everything.line(line.id).quote == line.quote
        assert not record.where(only=["confirmed"]).quotations


def test_there_is_no_story(tmp_path):
    with pytest.raises(StoreError, match="no story"):
        onrecord.open(tmp_path)


def test_the_tutorial_notebook_runs(kept):
    pytest.importorskip("polars")
    path = Path(__file__).parents[2] / "docs" / "formats" / "notebook.ipynb"
    names, shown = {}, []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"]).replace('STORY = "story"', f"STORY = {str(kept.folder)!r}")
            *before, last = source.splitlines()
            exec(compile("\n".join(before), str(path), "exec"), names)
            try:
                shown.append(eval(compile(last, str(path), "eval"), names))
            except SyntaxError:
                exec(compile(last, str(path), "exec"), names)
    assert names["figures"].height > 0
    assert any(hasattr(s, "_repr_html_") and "<mark>" in s._repr_html_() for s in shown)
