"""A story of many reports: what a screen asks and weighs does not grow with the story (benchmarks/web.py measures time)."""

from pathlib import Path

import pytest
from sqlalchemy import event

from onrecord.web.app import create_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    """Two made stories, one four times as large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        from benchmarks.made_story import make_large_story

        made = {n: make_large_story(tmp_path_factory.mktemp("large") / str(n), n) for n in (40, 160)}
    yield made
    for story in made.values():
        story.close()


def asked(story, client, path):
    """Ask for a screen; return how many statements the database got, and the answer."""
    seen = []
    engine = story._database.backend.engine
    listener = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    try:
        return client.get(path), len([s for s in seen if not s.startswith("BEGIN")])
    finally:
        event.remove(engine, "before_cursor_execute", listener)


@pytest.mark.parametrize(
    "path",
    ["/", "/reports?n=2", "/review", "/review?skip=500", "/compare", "/people", "/log", "/lines", "/search?q=the"],
)
def test_a_screen_of_a_larger_story_asks_and_weighs_no_more(sizes, client_of, path):
    counts = {}
    for reports, story in sizes.items():
        answer, counts[reports] = asked(story, client_of(create_app(story)), path)
        assert answer.status_code == 200
        assert len(answer.content) < 300_000
    assert counts[160] <= counts[40] + 8
    assert counts[160] < 60


def test_the_busiest_person_and_the_longest_pages_stay_light(sizes, client_of):
    story = sizes[160]
    client = client_of(create_app(story))
    with story.reading() as connection:
        from onrecord.store.people import people_page

        busiest = people_page(connection, 0, 1)[0]
    answer, statements = asked(story, client, f"/people/{busiest.cluster}")
    assert busiest.name in answer.text
    assert len(answer.content) < 300_000
    assert statements < 40
    ids = [r.id for r, _ in story.reports()][:2]
    answer, statements = asked(story, client, f"/r/{ids[0]}?beside={ids[1]}")
    assert len(answer.content) < 300_000
    assert statements < 40


def test_counts_that_are_kept_are_the_counts(sizes):
    """What lists show is written down when lines change; it must be what counting all of them gives."""
    from onrecord.store.acts import decide_on, undo_last
    from onrecord.store.overview import overview
    from onrecord.store.queue import _counted, _places
    from onrecord.store.verdicts import _count_verdicts, verdict_counts

    story = sizes[40]
    for verb in ("confirm", "reject", "hold", "unsure"):
        line = next(li for li in story.lines(kinds=["quotation"]) if li.review == "machine" and not li.held)
        decide_on(story, line.id, verb, who="pat")
        with story.reading() as connection:
            assert _places(connection) == {1: 0, 2: 0, 3: 0} | _counted(connection)
    undo_last(story, who="pat")
    story.relink()
    counted = overview(story)
    lines = story.lines()
    for kind in ("quotation", "event", "figure", "timex", "entity"):
        assert counted.lines[kind] == sum(li.kind == kind for li in lines)
    assert sum(counted.reviews.values()) == len(lines)
    with story.reading() as connection:
        assert _places(connection) == {1: 0, 2: 0, 3: 0} | _counted(connection)
        assert dict(verdict_counts(connection)) == _count_verdicts(connection)


def test_every_pointer_of_the_made_story_is_exact(sizes):
    from onrecord.store.checking import check_story

    assert check_story(sizes[40]).broken == 0
