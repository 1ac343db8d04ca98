"""Acts as a person would, in a browser, with keyboard and mouse."""

import io

import pytest

from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.model.decisions import Review
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.store import readings
from onrecord.store.acts import decide_on
from onrecord.store.prepared import prepare
from onrecord.store.queue import review_queue

pytestmark = pytest.mark.browser

SCREENS = ["/", "/reports", "/review", "/compare", "/people", "/search?q=bridge", "/log"]


def record(story):
    """The record without the log of decisions."""
    out = io.BytesIO()
    export_story(story, "jsonl", Selection(), out)
    return [row for row in out.getvalue().splitlines() if b'"kind":"decision"' not in row]


def report_of(story, name):
    return next(r.id for r, _ in story.reports() if r.path.endswith(name))


def quotation(story, words):
    return next(li for li in story.lines(kinds=["quotation"]) if words in li.quote)


def test_read_a_relayed_statement_to_its_sentence(app, tab):
    address, story = app
    line = next(li for li in story.lines(kinds=["quotation"]) if len(li.said_by) > 1)
    tab.goto(f"{address}/r/{line.report}")
    item = tab.locator(f"#{line.id}")
    assert line.said_by[0] in item.inner_text()
    assert line.said_by[-1] in item.inner_text()
    item.focus()
    tab.keyboard.press("Enter")
    lit = tab.locator(".text .lit").all_inner_texts()
    assert "leave no crack open" in " ".join(lit)


def test_hovering_lights_the_other_side(app, tab):
    address, story = app
    line = quotation(story, "long enough")
    tab.goto(f"{address}/r/{line.report}")
    tab.locator(f"#{line.id}").hover()
    assert tab.locator(f".text [data-lines~='{line.id}'].lit").count() >= 1
    tab.locator(f".text [data-lines~='{line.id}']").first.hover()
    assert "lit" in tab.locator(f"#{line.id}").get_attribute("class")


def test_answer_twenty_review_items_by_keyboard_alone(app, tab):
    address, story = app
    tab.goto(f"{address}/review")
    for answered in range(20):
        tab.wait_for_load_state("load")  # a page that is still arriving hears no key yet
        name = tab.locator("[data-review]").get_attribute("data-review")
        tab.keyboard.press("j" if name.startswith("r-") else "ynu"[answered % 3])
        tab.wait_for_function("n => (document.querySelector('[data-review]')?.dataset.review ?? n) !== n", arg=name)
    assert len(story.decisions()) >= 15


def test_correct_a_speaker_and_undo_it(app, tab):
    address, story = app
    line = quotation(story, "long enough")
    before = record(story)
    tab.goto(f"{address}/r/{line.report}")
    tab.locator(f"#{line.id}").focus()
    tab.keyboard.press("e")
    tab.locator("#corrector select[name=field]").select_option("speaker")
    tab.locator("#corrector input[name=value]").fill("Rosa Diaz")
    tab.locator("#corrector input[name=reason]").fill("on the tape")
    tab.locator("#corrector button").first.click()
    tab.wait_for_load_state()
    assert story.line(line.id).said_by[0] == "Rosa Diaz"
    assert story.line(line.id).review is Review.CORRECTED
    tab.locator("h1").first.click()
    with tab.expect_navigation():
        tab.keyboard.press("z")
    assert story.line(line.id).review is Review.MACHINE
    assert record(story) == before


def test_merge_two_people_and_split_them(app, tab):
    address, story = app
    before = record(story)
    people = {li.item["name"]: li.id for li in story.lines(kinds=["entity"])}
    one = next(i for n, i in people.items() if "Haan" in n)
    two = story.links().cluster_of[next(i for n, i in people.items() if "Diaz" in n)]
    tab.goto(f"{address}/people/{story.links().cluster_of[one]}")
    tab.locator("select[name=value]").select_option(two)
    with tab.expect_navigation():
        tab.get_by_role("button", name="Merge").click()
    assert story.links().cluster_of[one] == story.links().cluster_of[two]
    tab.goto(f"{address}/people/{story.links().cluster_of[one]}")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Somebody else").first.click()
    assert story.links().cluster_of[one] != story.links().cluster_of[two]
    tab.goto(f"{address}/log")
    for _ in range(2):
        with tab.expect_navigation():
            tab.get_by_role("button", name="Take back").first.click()
    assert record(story) == before


def test_date_a_report_and_see_its_times_follow(app, tab):
    address, story = app
    report = report_of(story, "bridge.txt")
    tab.goto(f"{address}/r/{report}")
    tab.locator("form.dater input[name=value]").first.fill("2024-02-21")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Date it").first.click()
    assert "2024-02-27" in tab.locator(".lines").inner_text()


def test_add_a_missed_quotation_by_selecting_text(app, tab):
    address, story = app
    report = report_of(story, "bridge.txt")
    tab.goto(f"{address}/r/{report}")
    tab.evaluate(
        """() => {
            const pieces = [...document.querySelectorAll('.text [data-at]')];
            const piece = pieces.find(p => p.textContent.includes('long enough'));
            const at = piece.firstChild.textContent.indexOf('long enough');
            const range = document.createRange();
            range.setStart(piece.firstChild, at); range.setEnd(piece.firstChild, at + 11);
            getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    tab.locator("#adder").wait_for(state="visible")
    assert tab.locator("#chosen").inner_text() == "long enough"
    tab.locator("#adder select[name=kind]").select_option("event")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Add the line").click()
    added = [li for li in story.lines(kinds=["event"]) if li.quote == "long enough"]
    assert [li.review for li in added] == [Review.CONFIRMED]


def test_compare_two_figures_beside_their_sentences(app, tab):
    address, _ = app
    tab.goto(f"{address}/compare")
    words = tab.locator(".verdicts").inner_text()
    assert "44" in words
    assert "The council counted" in words


def test_two_browsers_deciding_at_once_lose_nothing(app, chromium, tab):
    address, story = app
    lines = story.lines(kinds=["quotation"])[:2]
    other = chromium.new_context().new_page()
    tab.goto(f"{address}/r/{lines[0].report}")
    other.goto(f"{address}/r/{lines[1].report}")
    tab.locator(f"#{lines[0].id}").focus()
    other.locator(f"#{lines[1].id}").focus()
    with tab.expect_navigation(), other.expect_navigation():
        tab.keyboard.press("y")
        other.keyboard.press("n")
    assert story.line(lines[0].id).review is Review.CONFIRMED
    assert story.line(lines[1].id).review is Review.REJECTED
    other.context.close()


def test_moving_never_decides(app, tab):
    address, story = app
    tab.goto(f"{address}/r/{report_of(story, 'bridge.txt')}")
    for key in "jjjkjkk":
        tab.keyboard.press(key)
    assert story.decisions() == []


def test_reload_after_a_run_and_find_every_decision(app, tab, nlp_backend, monkeypatch):
    """Decide as a user, let the app read anew with another version of the pipeline, reload: all of it is there."""
    address, story = app
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))
    monkeypatch.setattr("onrecord.pipeline.load_pipeline", lambda *_: pipeline)
    lines = story.lines(kinds=["quotation"])[:3]
    for line, key in zip(lines, "ynu", strict=True):
        tab.goto(f"{address}/r/{line.report}")
        tab.locator(f"#{line.id}").focus()
        with tab.expect_navigation():
            tab.keyboard.press(key)
    for report, _ in story.reports():  # as if another version had read them: the run has something to do
        with story.reading() as connection:
            reading = readings.load_reading(connection, report.id)
        story.save_readings([prepare(reading, story.to_read(report.id)[1])], "another version")
    tab.goto(address)
    tab.get_by_role("button", name="Read what is new").click()
    for _ in range(400):
        if not story.pending(pipeline.key()):
            break
        tab.wait_for_timeout(50)
    assert story.pending(pipeline.key()) == []
    marks = ["confirmed", "rejected", "unsure"]
    for line, mark in zip(lines, marks, strict=True):
        tab.goto(f"{address}/r/{line.report}")
        assert mark in tab.locator(f"#{line.id}").inner_text()
    tab.goto(f"{address}/log")
    assert [tab.locator("tbody tr").count(), tab.get_by_text("3 decisions").count()] == [3, 1]


def test_select_a_missed_quotation_with_the_mouse(app, tab):
    address, story = app
    report = report_of(story, "bridge.txt")
    tab.goto(f"{address}/r/{report}")
    piece = tab.locator(".text [data-at]", has_text="long enough").first
    at = piece.evaluate(
        """node => {
            const text = node.firstChild, from = text.textContent.indexOf('waited');
            const range = document.createRange();
            range.setStart(text, from); range.setEnd(text, text.textContent.indexOf('enough') + 6);
            const boxes = [...range.getClientRects()];
            const first = boxes[0], last = boxes[boxes.length - 1];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
        }"""
    )
    tab.mouse.move(at[0], at[1])
    tab.mouse.down()
    tab.mouse.move((at[0] + at[2]) / 2, at[1])
    tab.mouse.move(at[2], at[3])
    tab.mouse.up()
    tab.locator("#adder").wait_for(state="visible")
    assert tab.locator("#chosen").inner_text() == "waited 🎉 long enough"
    tab.locator("#adder input[name=speaker]").fill("Otto Berg")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Add the line").click()
    added = [li for li in story.lines(kinds=["quotation"]) if li.quote == "waited 🎉 long enough"]
    assert [(li.review, li.said_by) for li in added] == [(Review.CONFIRMED, ("Otto Berg",))]


def test_decide_on_many_lines_and_take_all_of_it_back(app, tab):
    address, story = app
    before = record(story)
    tab.goto(f"{address}/lines?kind=figure&review=machine")
    boxes = tab.locator("input[name=line]")
    count = boxes.count()
    boxes.first.uncheck()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Reject the chosen").click()
    assert f"{count - 1} decisions made" in tab.locator(".open").inner_text()
    assert len([li for li in story.lines(kinds=["figure"]) if li.review is Review.REJECTED]) == count - 1
    with tab.expect_navigation():
        tab.get_by_role("button", name="Take the chosen back").click()
    assert record(story) == before


def test_a_held_line_is_marked_on_the_screens_of_its_owner(app, tab):
    address, story = app
    line = quotation(story, "long enough")
    decide_on(story, line.id, "hold", who="pat")
    story.relink()
    tab.goto(f"{address}/r/{line.report}")
    assert "held back" in tab.locator(f"#{line.id}").inner_text()
    assert "m-held" in tab.locator(f".text [data-lines~='{line.id}']").first.get_attribute("class")
    with story.reading() as connection:
        assert line.id not in [i.line.id for i in review_queue(connection, 0, 500) if i.line]


def test_figures_are_drawn_inside_their_wholes(app, tab):
    address, _ = app
    tab.goto(f"{address}/compare")
    words = tab.locator(".nest").first.get_attribute("aria-label")
    assert "40" in words
    assert "17" in words
    widths = tab.locator(".nest").first.locator("rect").evaluate_all("all => all.map(r => r.width.baseVal.value)")
    assert widths[1] < widths[0] * 0.5


def test_reading_and_deciding_work_without_script(app, chromium):
    address, story = app
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    line = quotation(story, "long enough")
    for path, words in (
        ("/", "What happened"),
        (f"/r/{line.report}", "long enough"),
        ("/compare", "44"),
        ("/people", "Lund"),
    ):
        page.goto(address + path)
        assert words in page.locator("main").inner_text()
    with story.reading() as connection:
        skip = next(n for n, item in enumerate(review_queue(connection, 0, 50)) if item.line)
    page.goto(f"{address}/review?skip={skip}")
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm").click()
    assert len(story.decisions()) == 1
    context.close()


@pytest.mark.parametrize("path", [*SCREENS, "/lines", "/r/REPORT", "/r/REPORT?beside=OTHER", "/people/PERSON"])
def test_no_serious_accessibility_problem(app, tab, path):
    """On no screen, light or dark, wide or narrow; and nothing is wider than the window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    address, story = app
    names = {
        "REPORT": report_of(story, "bridge.txt"),
        "OTHER": report_of(story, "doubts.txt"),
        "PERSON": story.lines(kinds=["entity"])[0].id,
    }
    for word, value in names.items():
        path = path.replace(word, value)
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        tab.goto(address + path)
        found = axe.run(tab).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in {"serious", "critical"}]
        assert not serious, (width, scheme)
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, width


def test_the_static_report_opens_from_a_file_and_works_by_keyboard(app, tab, tmp_path):
    from onrecord.report import write_report

    _, story = app
    write_report(story, tmp_path / "report.html")
    tab.goto(f"file://{tmp_path / 'report.html'}")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.classList.contains('line')")
    for width in (1440, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(tab).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in {"serious", "critical"}]
