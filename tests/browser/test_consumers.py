"""Exports in the programs that show them: TimelineJS and Recogito, in a browser."""

import io
import json
from itertools import pairwise

import pytest
from tests.exports.made import make_story
from tests.exports.outside import npm_packages

from onrecord.exports import export_story
from onrecord.exports.view import Selection

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    with make_story(tmp_path_factory.mktemp("shown") / "story", reports=3, sentences=6) as opened:
        yield opened


@pytest.fixture
def page(chromium):
    """An empty page that reaches nothing and fails the test when it throws."""
    context = chromium.new_context(viewport={"width": 1000, "height": 700})
    opened = context.new_page()
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.route("**/*", lambda route: route.abort())
    opened.set_content("<!doctype html><meta charset=utf-8><div id=here style='width:900px;height:500px'></div>")
    yield opened
    assert not wrong
    context.close()


def export(story, name):
    out = io.BytesIO()
    export_story(story, name, Selection(), out)
    return json.loads(out.getvalue())


def script(*parts):
    return npm_packages().joinpath(*parts).read_text(encoding="utf-8")


def test_timelinejs_takes_and_shows_every_slide(page, story):
    data = export(story, "timelinejs")
    assert data["events"]
    page.add_script_tag(content=script("@knight-lab", "timelinejs", "dist", "js", "timeline.js"))
    options = {"font": None, "script_path": "about:blank"}
    page.evaluate("([data, options]) => { window.shown = new TL.Timeline('here', data, options) }", [data, options])
    page.wait_for_function("() => document.querySelectorAll('.tl-slide .tl-headline').length > 0")
    config = page.evaluate(
        "() => ({messages: shown.config.messages, ids: shown.config.events.map(e => e.unique_id),"
        " starts: shown.config.events.map(e => e.start_date.data.date_obj.toISOString())})"
    )
    assert config["messages"] == {"errors": [], "warnings": []}
    assert sorted(config["ids"]) == sorted(s["unique_id"] for s in data["events"])
    assert all(a <= b for a, b in pairwise(config["starts"]))
    shown = page.evaluate("() => [...document.querySelectorAll('.tl-slide')].map(s => s.textContent)")
    for slide in data["events"]:
        line = story.line(slide["unique_id"])
        (text,) = [t for t in shown if line.id in t]
        assert slide["display_date"] in text
        assert line.sentence in text
        assert f"review: {line.review}" in text
        assert line.evidence in text
        assert all(v in text for v in line.said_by)


def test_timelinejs_refuses_a_slide_without_a_date(page, story):
    data = export(story, "timelinejs")
    data["events"][0]["start_date"] = {"year": "when the dike broke"}
    page.add_script_tag(content=script("@knight-lab", "timelinejs", "dist", "js", "timeline.js"))
    told = page.evaluate(
        "(data) => new TL.Timeline('here', data, {font: null}).config?.messages ?? {errors: ['x']}", data
    )
    assert told["errors"]


def test_recogito_finds_the_words_of_every_annotation(page, story):
    document = export(story, "webanno")
    report = story.reports()[0][0]
    mine = [i for i in document["items"] if i["onrecord"]["report"] == report.id]
    assert len(mine) > 20
    page.add_script_tag(content=script("@recogito", "text-annotator", "dist", "text-annotator.umd.js"))
    page.evaluate("(text) => { document.getElementById('here').textContent = text }", report.text)
    told = page.evaluate(
        """([source, items]) => {
            const format = RecogitoJS.W3CTextFormat(source, document.getElementById('here'));
            return items.map(item => format.parse(item)).map(({parsed, error}) => error ? {error: String(error)} : {
                id: parsed.id, quotes: parsed.target.selector.map(s => s.quote),
                starts: parsed.target.selector.map(s => s.start), bodies: parsed.bodies.map(b => [b.purpose, b.value]),
                marked: RecogitoJS.reviveTarget(parsed.target, document.getElementById('here')).selector.map(
                    s => s.range.toString())});
        }""",
        [mine[0]["target"]["source"], mine],
    )
    first_wide = next(at for at, letter in enumerate(report.text) if letter > "\uffff")
    exact = 0
    for item, got in zip(mine, told, strict=True):
        line = story.line(item["id"].rpartition(":")[2])
        assert got.get("error") is None
        assert got["id"] == item["id"]
        assert " … ".join(got["quotes"]) == line.quote
        assert got["starts"] == [s.start for s in line.spans]
        if line.spans[-1].end <= first_wide:  # it counts UTF-16 units, where the standard counts code points
            exact += 1
            assert got["marked"] == got["quotes"]
        described = dict(got["bodies"])["describing"]
        assert f"review: {line.review}" in described
        assert line.evidence in described
        assert all(v in described for v in line.said_by)
    assert exact
