"""Reports that attack whoever reads them: every screen, the report and the exports shown, in a real browser."""

import io
import shutil

import pytest

from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.intake import IntakeOptions
from onrecord.pipeline import Pipeline
from onrecord.report import write_report
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.store.acts import decide_on

from .conftest import serve

pytestmark = pytest.mark.browser

RUN = "window.top.PWNED=1;console.log('PWNED');alert(1)"
ATTACKS = (
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'"><svg/onload="{RUN}">',
    f"' onmouseover='{RUN}' x='",
    f'" autofocus onfocus="{RUN}" x="',
    f"</title></style></textarea></script><script>{RUN}</script>",
    f'<svg><a xlink:href="javascript:{RUN}"><text>x</text></a></svg>',
    f"[link](javascript:{RUN})",
    f"javascript:{RUN}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f'<div hx-get="/log" hx-trigger="load" hx-on:load="{RUN}">',
    "\u202egnp.exe\u202c \u2066hidden\u2069 \u200f<b>bidi</b>",
    "%0d%0aSet-Cookie: a=b",
    "<style>*{display:none}</style><base href=//evil.example/>",
    '=HYPERLINK("http://evil.example")',
)


def hostile(n, attack):
    return (
        f"Headline {attack} about the bridge\n\n"
        f"Mayor {attack} Ada Lund said the {attack} bridge will open on Tuesday {attack}.\n"
        f"“We waited {attack} long enough,” Lund told reporters. Piet Haan said that Lund told families to wait {attack}.\n"
        f"The council counted {17 + n} of those 40 cracks {attack} in May 2024. The council counted {40 + n} cracks.\n"
    )


@pytest.fixture(scope="module")
def attacked(tmp_path_factory, nlp_backend):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    for n, attack in enumerate(ATTACKS):
        name = f"{n}-{attack[:20]}".replace("/", "_").replace("\x00", "")
        (folder / "in" / f"{name}.txt").write_text(hostile(n, attack), encoding="utf-8")
    with open_story(folder / "story", create=True) as story:
        add_paths(story, [str(folder / "in")], IntakeOptions(isolate=False))
        run_story(story, Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast"))))
        for line, attack in zip(story.lines(kinds=["quotation"]), ATTACKS, strict=False):
            decide_on(story, line.id, "correct", who=attack, field="speaker", value=attack, reason=attack)
        for line in story.lines(kinds=["event"])[:3]:
            decide_on(story, line.id, "reject", who="x", reason=ATTACKS[0])
        story.relink()
    return folder / "story"


@pytest.fixture
def hurt(attacked, tmp_path):
    yield from serve(open_story(shutil.copytree(attacked, tmp_path / "story")))


@pytest.fixture
def watched(tab):
    """The page of ``tab`` (no dialog, no error, no other host) that also listens to the console."""
    said = []
    tab.on("console", lambda message: said.append(message.text))
    yield tab
    assert not [words for words in said if "PWNED" in words or "Content Security Policy" in words]


def poke(tab):
    """Hover, focus and open whatever is there, as a reader might."""
    assert tab.evaluate("window.PWNED === undefined")
    tab.evaluate(
        """() => {
            for (const node of document.querySelectorAll('details')) node.open = true;
            for (const node of document.querySelectorAll('main *')) {
                node.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
                if (node.focus) node.focus();
            }
        }"""
    )
    tab.wait_for_timeout(30)
    assert tab.evaluate("window.PWNED === undefined")
    safe = "[...document.querySelectorAll('a')].every(a => !/^\\s*(javascript|data):/i.test(a.getAttribute('href')))"
    assert tab.evaluate(safe)
    assert (
        tab.evaluate("document.querySelectorAll('main script, main [onerror], main [onload], main base').length") == 0
    )


def test_nothing_runs_on_any_screen(hurt, watched):
    address, story = hurt
    reports = [r.id for r, _ in story.reports()]
    people = list(dict.fromkeys(story.links().cluster_of[li.id] for li in story.lines(kinds=["entity"])))
    paths = ["/", "/reports", "/review", "/compare", "/people", "/log", "/lines", "/lines?kind=entity&review="]
    paths += [f"/r/{r}" for r in reports] + [f"/r/{reports[0]}?beside={reports[1]}"]
    paths += [f"/people/{p}" for p in people[:12]] + [f"/review?skip={n}" for n in range(4)]
    paths += [
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?q=constructor",
        "/r/%3Cscript%3E",
        "/people/%22%3E",
    ]
    for path in paths:
        answer = watched.goto(address + path)
        assert answer.status < 500, path
        poke(watched)


def test_nothing_runs_in_the_report_or_in_exports_that_a_browser_shows(hurt, watched, tmp_path):
    _, story = hurt
    write_report(story, tmp_path / "report.html")
    watched.goto(f"file://{tmp_path / 'report.html'}")
    poke(watched)
    assert watched.locator(".line").count() > 50
    for name in ("jsonl", "csv", "md", "timelinejs", "webanno", "schemaorg"):
        out = io.BytesIO()
        export_story(story, name, Selection(), out)
        suffix = {"md": "txt", "csv": "txt"}.get(name, "json")
        (tmp_path / f"{name}.{suffix}").write_bytes(out.getvalue())
        watched.goto(f"file://{tmp_path / name}.{suffix}")
        assert watched.evaluate("window.PWNED === undefined")


def test_bidi_in_a_report_does_not_turn_the_words_around_it(hurt, watched):
    """A right-to-left override in a quotation ends with the quotation."""
    address, story = hurt
    report = next(r for r, _ in story.reports() if "\u202e" in r.text)
    watched.goto(f"{address}/r/{report.id}")
    for selector in (".text p", ".line q"):
        style = watched.locator(selector).first.evaluate("n => getComputedStyle(n).unicodeBidi")
        assert style in {"plaintext", "isolate", "isolate-override"}
