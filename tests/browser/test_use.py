"""Acts as a person would, in a browser, with keyboard and mouse."""

import io

import pytest

from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.model.decisions import Review

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


@pytest.mark.parametrize("path", [*SCREENS, "/r/REPORT", "/r/REPORT?beside=OTHER", "/people/PERSON"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_serious_accessibility_problem(app, tab, path, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    address, story = app
    names = {
        "REPORT": report_of(story, "bridge.txt"),
        "OTHER": report_of(story, "doubts.txt"),
        "PERSON": story.lines(kinds=["entity"])[0].id,
    }
    for word, value in names.items():
        path = path.replace(word, value)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(address + path)
    found = axe.run(tab).response["violations"]
    serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in {"serious", "critical"}]
    assert not serious
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


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
