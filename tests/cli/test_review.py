"""The review in the terminal, driven by Textual's own pilot."""

import asyncio
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.intake import IntakeOptions
from onrecord.model.decisions import Review
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.store.queue import review_queue

TEXT = (
    "Mayor Ada Lund said the [bold]bridge[/] will open on Tuesday. “We waited 🎉 long enough,” she told reporters.\n"
    "Engineer Piet Haan told the council that 17 of those 40 cracks were new. The council counted 40 cracks.\n"
    "The council counted 44 cracks in the bridge, Ada Lund said in May 2024.\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory, nlp_backend):
    folder = tmp_path_factory.mktemp("review")
    (folder / "bridge.txt").write_text(TEXT, encoding="utf-8")
    with open_story(folder / "story", create=True) as story:
        add_paths(story, [str(folder / "bridge.txt")], IntakeOptions(isolate=False))
        run_story(story, Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast"))))
    return folder / "story"


@pytest.fixture
def reviewing(made, tmp_path):
    """A function that plays a script on the app; gives the story."""
    pytest.importorskip("textual")
    from onrecord.cli.review_app import ReviewApp

    with open_story(shutil.copytree(made, tmp_path / "story")) as story:

        def play(script):
            async def run():
                app = ReviewApp(story, "pat")
                async with app.run_test(size=(100, 40)) as pilot:
                    await script(app, pilot)

            with ThreadPoolExecutor(1) as pool:
                pool.submit(lambda: asyncio.run(run())).result()

        yield story, play


def queue(story):
    with story.reading() as connection:
        return review_queue(connection, 0, 100)


def test_moving_never_decides(reviewing):
    story, play = reviewing

    async def script(app, pilot):
        first = app.item
        await pilot.press(*"jjkjkk")
        assert app.item == first
        app.action_move(10_000)
        await pilot.press("j")
        assert app.item == queue(story)[-1]

    play(script)
    assert story.decisions() == []


def test_the_queue_is_the_one_of_the_browser_and_every_key_decides_once(reviewing):
    story, play = reviewing
    asked = queue(story)
    lines = [n for n, i in enumerate(asked) if i.rank > 1][:3]

    async def script(app, pilot):
        app.action_move(lines[0])
        assert app.item == asked[lines[0]]
        await pilot.press("y")
        assert app.item == asked[lines[1]]
        await pilot.press("n", "u")

    play(script)
    assert [(d.verb, d.who, d.targets[0].line) for d in story.decisions()] == [
        (verb, "pat", asked[n].line.id) for verb, n in zip(("confirm", "reject", "unsure"), lines, strict=True)
    ]


def test_undo_takes_back_the_last_and_then_the_one_before(reviewing):
    story, play = reviewing
    first = next(n for n, i in enumerate(queue(story)) if i.line)

    async def script(app, pilot):
        app.action_move(first)
        line = app.item.line.id
        await pilot.press("y", "n", "z", "z")
        assert app.item.line.id == line
        await pilot.press("z")  # nothing left: said, not raised

    play(script)
    assert {li.review for li in story.lines()} == {Review.MACHINE}
    assert len(story.decisions()) == 4


def test_correct_a_speaker_and_date_a_report(reviewing):
    story, play = reviewing
    asked = queue(story)
    report = next(n for n, i in enumerate(asked) if i.line is None)
    quotation = next(n for n, i in enumerate(asked) if i.line and i.line.kind == "quotation")

    async def script(app, pilot):
        app.action_move(quotation)
        await pilot.press("e")
        app.screen.query_one("Input").value = "speaker=Rosa Diaz"
        await pilot.press("enter")
        await pilot.pause()
        app.action_move(report - quotation)
        await pilot.press("y", "e")
        app.screen.query_one("Input").value = "yesterday"
        await pilot.press("enter")
        await pilot.pause()
        assert len(story.decisions()) == 1
        await pilot.press("e")
        app.screen.query_one("Input").value = "2024-02-21"
        await pilot.press("enter")
        await pilot.pause()

    play(script)
    assert story.line(asked[quotation].line.id).said_by[0] == "Rosa Diaz"
    assert [d.verb for d in story.decisions()] == ["correct", "date"]
    assert story.dated_report(asked[report].report).published.value == "2024-02-21"


def test_find_and_help_open_and_close(reviewing):
    _, play = reviewing

    async def script(app, pilot):
        await pilot.press("slash")
        app.screen.query_one("Input").value = "bridge"
        await pilot.press("enter")
        await pilot.pause()
        shown = str(app.screen.query_one("#shown Static").content)
        assert "[bold]bridge[/]" in shown  # words of a report are never markup
        await pilot.press("escape", "question_mark")
        assert "moving never decides" in str(app.screen.query_one("#shown Static").content)
        await pilot.press("escape")
        assert app.item is not None

    play(script)


def test_without_the_extra_it_says_what_to_install(made, run, monkeypatch):
    for name in [m for m in sys.modules if m.partition(".")[0] == "textual" or m == "onrecord.cli.review_app"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual", None)
    code, _, said = run("review", made)
    assert code == 3
    assert "pip install 'onrecord[review]'" in " ".join(said.split())
