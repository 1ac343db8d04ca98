"""The five screens and search: each asks for a bounded page of the record and renders it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from onrecord.errors import InputError, UnknownLine
from onrecord.model.decisions import Evidence, Review, Verb
from onrecord.report.marks import mark_text
from onrecord.report.nests import draw_nests
from onrecord.report.strip import draw_strip
from onrecord.store import Story, decisions, people, screens
from onrecord.store.acts import BULK
from onrecord.store.overview import LINE_KINDS, overview
from onrecord.store.queue import ReviewItem, review_queue, review_size
from onrecord.store.verdicts import verdict_counts, verdict_page, verdicts_of
from onrecord.web.desk import Desk
from onrecord.web.rendering import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PER_PAGE = 50
MOST_EVIDENCE = 10
"""Verdicts shown for and against a figure under review, conflicts first."""

NESTED = 40
"""Verdicts of a kind that are drawn as parts inside their wholes."""
MOST = 200
"""Decisions of one bulk."""

LARGEST = 200_000
"""Code points of a report shown at once; the page says when there is more."""

PageNo = Annotated[int, Query(ge=1, le=100_000)]
NAMED = Query(max_length=200)


def story_of(request: Request) -> Story:
    """Return the story that the app serves."""
    story: Story = request.app.state.story
    return story


def page(name: str, request: Request, **values: object) -> HTMLResponse:
    """Render a screen with what every screen has."""
    story = story_of(request)
    return HTMLResponse(
        render(
            name,
            title=story.folder.resolve().name,
            path=request.url.path,
            request_url=request.url,
            who=request.app.state.who,
            **values,
        )
    )


@router.get("/")
def show_story(request: Request) -> HTMLResponse:
    """What the record says and what is open."""
    story = story_of(request)
    desk = Desk(story)
    with story.reading() as connection:
        verdicts = verdict_page(connection, limit=12)
        reports = screens.report_rows(connection, limit=12)
        undated = screens.timeline_page(connection, dated=False, limit=20)
    entries = desk.strip_entries
    return page(
        "story.html",
        request,
        overview=overview(story),
        strip=draw_strip([(e.entry, e.line, e.who) for e in entries]),
        entries=entries,
        undated=desk.entries(undated),
        verdicts=desk.compared(verdicts),
        reports=reports,
        page=desk,
    )


@router.get("/reports")
def show_reports(request: Request, n: PageNo = 1) -> HTMLResponse:
    """Every report, fifty at a time."""
    story = story_of(request)
    with story.reading() as connection:
        rows = screens.report_rows(connection, (n - 1) * PER_PAGE, PER_PAGE)
    return page("reports.html", request, rows=rows, n=n, more=len(rows) == PER_PAGE)


@router.get("/r/{report}")
def read_report(request: Request, report: str, beside: str | None = None) -> HTMLResponse:
    """One report with its lines, or two side by side."""
    story = story_of(request)
    desk = Desk(story)
    shown = [_spread(story, desk, name) for name in (report, beside) if name]
    pairs = _linked(story, shown) if len(shown) == 2 else {}
    with story.reading() as connection:
        others = screens.report_rows(connection, limit=PER_PAGE)
    by_id = {li.id: li for side in shown for li in side["lines"]}  # type: ignore[attr-defined]
    return page("reader.html", request, shown=shown, pairs=pairs, by_id=by_id, others=others, page=desk)


def _spread(story: Story, desk: Desk, name: str) -> dict[str, object]:
    stored = story.report(name)
    report = desk.report(stored.id)
    lines = [li for li in story.lines(report=report.id) if li.kind != "entity"]
    placed = sorted((li for li in lines if li.spans), key=lambda li: (li.spans, li.id))
    kept = [li for li in placed if li.review != "rejected" and li.spans[-1].end <= LARGEST]
    return {
        "report": report,
        "paragraphs": mark_text(report, kept, LARGEST),
        "lines": placed,
        "orphans": [li for li in lines if not li.spans],
        "cut": len(report.text) > LARGEST,
    }


def _linked(story: Story, shown: list[dict[str, object]]) -> dict[str, tuple[str, str, str]]:
    """Return (line at the right, judgement, reason) for each line at the left that is linked to one there."""
    left, right = ({li.id for li in s["lines"]} for s in shown)  # type: ignore[attr-defined]
    out: dict[str, tuple[str, str, str]] = {}
    for link in story.links_at(sorted(left)):
        line, other = (link.left, link.right) if link.left in left else (link.right, link.left)
        if other in right and link.judgement != "different":
            out.setdefault(line, (other, link.judgement, link.reason))
    return out


@router.get("/line/{line}")
def show_line(request: Request, line: str) -> RedirectResponse:
    """Lead from a line's id, or the beginning of one, to its place in its report."""
    found = story_of(request).line(line)
    return RedirectResponse(f"/r/{quote(found.report, safe='')}#{found.id}", status_code=303)


@router.get("/review")
def review(request: Request, skip: Annotated[int, Query(ge=0, le=100_000)] = 0) -> HTMLResponse:
    """One thing to decide at a time, worst first."""
    story = story_of(request)
    with story.reading() as connection:
        items = review_queue(connection, skip, 1)
        left = review_size(connection)
    desk = Desk(story)
    values = review_values(story, desk, items[0] if items else None)
    name = "review_item.html" if request.headers.get("hx-request") else "review.html"
    return page(name, request, left=left, skip=skip, page=desk, **values)


def review_values(story: Story, desk: Desk, item: ReviewItem | None) -> dict[str, object]:
    """Return an item with the evidence for and against it."""
    if item is None:
        return {"item": None, "report": None, "verdicts": [], "links": [], "waiting": []}
    verdicts = []
    if item.line is not None:
        with story.reading() as connection:
            verdicts = desk.compared(verdicts_of(connection, item.line.id, MOST_EVIDENCE))
    links = story.links_of(item.line.id)[:MOST_EVIDENCE] if item.line else []
    times = [] if item.line else story.lines(kinds=["timex"], report=item.report)
    waiting = [li for li in times if li.item.get("anchor") == "published" and not li.item.get("edtf")][:12]
    report = desk.report(item.report)
    return {"item": item, "report": report, "verdicts": verdicts, "links": links, "waiting": waiting}


@router.get("/compare")
def compare(request: Request, n: PageNo = 1, kind: str | None = None) -> HTMLResponse:
    """Figures and events across reports, with their verdicts and sentences."""
    story = story_of(request)
    desk = Desk(story)
    kinds = [kind] if kind else []
    with story.reading() as connection:
        verdicts = verdict_page(connection, kinds=kinds, offset=(n - 1) * PER_PAGE, limit=PER_PAGE)
        shared = screens.shared_events(connection, limit=PER_PAGE)
        counts = verdict_counts(connection)
        nested = [v for k in ("part-of", "agree") for v in verdict_page(connection, kinds=[k], limit=NESTED)]
    rows = desk.compared(verdicts)
    nests = draw_nests(desk.compared(nested), desk.counted) if n == 1 and kind in (None, "part-of") else ()
    told = {e.entry.event: e for e in desk.entries(shared)}
    events = [(e, [told[e.event]]) for e in shared if e.event in told]
    return page(
        "compare.html",
        request,
        rows=rows,
        events=events,
        nests=nests,
        counts=counts,
        n=n,
        kind=kind,
        more=len(rows) == PER_PAGE,
        page=desk,
    )


@router.get("/people")
def show_people(request: Request, n: PageNo = 1, q: Annotated[str, NAMED] = "") -> HTMLResponse:
    """Everyone in the record, those who speak most first."""
    with story_of(request).reading() as connection:
        rows = people.people_page(connection, (n - 1) * PER_PAGE, PER_PAGE, q)
    return page("people.html", request, rows=rows, n=n, named=q, more=len(rows) == PER_PAGE)


@router.get("/people/{line}")
def show_person(request: Request, line: str, n: PageNo = 1, other: Annotated[str, NAMED] = "") -> HTMLResponse:
    """One person: names, offices by date, what they said, passed on, and what was said of them."""
    story = story_of(request)
    desk = Desk(story)
    with story.reading() as connection:
        cluster = people.cluster_of(connection, line)
        forms = people.forms_of(connection, cluster)
        members = people.members_of(connection, cluster, limit=PER_PAGE)
        counted = {role: people.count_statements(connection, cluster, role) for role in people.ROLES}
        told = {
            role: people.statements(connection, cluster, role, (n - 1) * PER_PAGE, PER_PAGE) for role in people.ROLES
        }
        office = people.officers(connection, cluster)
        others = people.likely_same(connection, cluster, other or forms[0].name) if forms else []
    desk.load(m.report for m in members)
    if not members or members[0].kind != "entity":
        raise UnknownLine(f"nobody in the story has the id {line!r}")
    return page(
        "person.html",
        request,
        cluster=cluster,
        called=forms[0].name,
        forms=forms,
        members=members,
        offices=desk.offices(office),
        told=told,
        counted=counted,
        others=others,
        other=other,
        n=n,
        more=max(counted.values()) > n * PER_PAGE,
        page=desk,
    )


@router.get("/search")
def search(request: Request, q: Annotated[str, Query(max_length=500)] = "") -> HTMLResponse:
    """Sentences that hold every word."""
    hits = story_of(request).search(q) if q.strip() else []
    return page("search.html", request, q=q, hits=hits)


@router.get("/log")
def log(
    request: Request,
    n: PageNo = 1,
    verb: Annotated[str, Query(max_length=20)] = "",
    made: Annotated[int | None, Query(ge=0, le=MOST)] = None,
    failed: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> HTMLResponse:
    """Every decision, newest first, each of which can be taken back; after a bulk its decisions stand chosen."""
    story = story_of(request)
    size = max(PER_PAGE, made or 0)
    with story.reading() as connection:
        shown = decisions.newest(connection, (n - 1) * size, size, verb=verb)
        active = decisions.in_force(connection, shown)
        found = decisions.outcomes(connection, [d.id for d in shown])
    ended: dict[str, list[str]] = {}
    for name, _, outcome, why in found:
        ended.setdefault(name, []).append(f"{outcome}: {why}" if why else outcome)
    return page(
        "log.html",
        request,
        made=shown,
        active=active,
        ended=ended,
        total=overview(story).decisions,
        n=n,
        verb=verb,
        verbs=[v.value for v in Verb],
        more=len(shown) == size,
        done=made,
        failed=failed,
    )


@router.get("/lines")
def show_lines(
    request: Request,
    kind: str = "quotation",
    review: str = "machine",
    evidence: str = "",
    report: Annotated[str, Query(max_length=300)] = "",
    n: PageNo = 1,
) -> HTMLResponse:
    """A filtered list of lines, each of which can be left out before one decision is made on all the others."""
    story = story_of(request)
    if kind not in LINE_KINDS or review not in ("", *Review) or evidence not in ("", *Evidence):
        raise InputError(f"lines are of kind {', '.join(LINE_KINDS)}; marks are {', '.join((*Review, *Evidence))}")
    wanted = story.report(report).id if report else ""
    desk = Desk(story)
    with story.reading() as connection:
        rows = screens.line_page(
            connection,
            kind=kind,
            review=review,
            evidence=evidence,
            report=wanted,
            offset=(n - 1) * PER_PAGE,
            limit=PER_PAGE,
        )
    desk.load((li.report for li in rows), names=True)
    return page(
        "lines.html",
        request,
        rows=rows,
        kinds=LINE_KINDS,
        reviews=[r.value for r in Review],
        evidences=[e.value for e in Evidence],
        chosen={"kind": kind, "review": review, "evidence": evidence, "report": wanted},
        verbs=[v.value for v in BULK],
        n=n,
        more=len(rows) == PER_PAGE,
        page=desk,
    )
