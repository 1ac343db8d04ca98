"""The API for scripts: the same record and the same acts as the screens, described at ``/openapi.json``."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Body, Path, Query, Request
from fastapi.responses import Response

from onrecord.errors import InputError
from onrecord.model.codec import encode_json
from onrecord.store import screens
from onrecord.store.acts import add_line, decide_on, undo_last
from onrecord.store.overview import LINE_KINDS, overview
from onrecord.store.queue import review_queue
from onrecord.store.search import END, START
from onrecord.store.verdicts import verdict_page
from onrecord.web.live import live_of
from onrecord.web.pages import story_of

router = APIRouter(prefix="/api", tags=["record"])

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]
Id = Annotated[str, Path(min_length=1, max_length=300)]


def give(value: Any, status: int = 200) -> Response:
    """Return a value of the model as JSON."""
    return Response(encode_json(value), status, media_type="application/json")


@router.get("/story", summary="The story at a glance")
def get_story(request: Request) -> Response:
    """Return counts and open questions."""
    counted = overview(story_of(request))
    return give({**msgspec.to_builtins(counted), "questions": counted.questions()})


@router.get("/reports", summary="Reports, newest first")
def get_reports(request: Request, offset: Offset = 0, limit: Limit = 50) -> Response:
    """Return reports without their texts."""
    with story_of(request).reading() as connection:
        return give(screens.report_rows(connection, offset, limit))


@router.get("/reports/{report}", summary="One report with its text", responses={404: {}, 409: {}, 422: {}})
def get_report(request: Request, report: Id) -> Response:
    """Return a report as people dated it."""
    story = story_of(request)
    return give(story.dated_report(story.report(report).id))


@router.get("/lines", summary="Lines of a kind", responses={422: {}})
def get_lines(
    request: Request, kind: str = "quotation", review: str | None = None, offset: Offset = 0, limit: Limit = 50
) -> Response:
    """Return lines in order of report and place."""
    if kind not in LINE_KINDS:
        raise InputError(f"there are no lines of kind {kind!r}; use {', '.join(LINE_KINDS)}")
    with story_of(request).reading() as connection:
        return give(screens.line_page(connection, kind=kind, review=review, offset=offset, limit=limit))


@router.get("/lines/{line}", summary="One line with its links", responses={404: {}, 409: {}, 422: {}})
def get_line(request: Request, line: Id) -> Response:
    """Return a line by its id or the beginning of one."""
    story = story_of(request)
    found = story.line(line)
    return give({"line": found, "links": story.links_of(found.id)})


@router.get("/timeline", summary="What happened when")
def get_timeline(request: Request, dated: bool = True, offset: Offset = 0, limit: Limit = 100) -> Response:
    """Return timeline entries."""
    with story_of(request).reading() as connection:
        return give(screens.timeline_page(connection, dated=dated, offset=offset, limit=limit))


@router.get("/verdicts", summary="Figures compared")
def get_verdicts(request: Request, offset: Offset = 0, limit: Limit = 50) -> Response:
    """Return verdicts, conflicts first."""
    with story_of(request).reading() as connection:
        return give(verdict_page(connection, offset=offset, limit=limit))


@router.get("/review", summary="What to decide next, worst first")
def get_review(request: Request, offset: Annotated[int, Query(ge=0, le=100_000)] = 0, limit: Limit = 20) -> Response:
    """Return review items."""
    with story_of(request).reading() as connection:
        return give(review_queue(connection, offset, limit))


@router.get("/search", summary="Sentences that hold every word", responses={422: {}})
def get_search(request: Request, q: Annotated[str, Query(min_length=1, max_length=500)], limit: Limit = 50) -> Response:
    """Return sentences, best first."""
    hits = story_of(request).search(q, limit)
    plain = [
        {"report": h.report, "span": [h.start, h.end], "sentence": h.marked.replace(START, "").replace(END, "")}
        for h in hits
    ]
    return give(plain)


@router.get("/decisions", summary="Every decision")
def get_decisions(request: Request) -> Response:
    """Return the log in the order it was made."""
    return give(story_of(request).decisions())


@router.post("/decisions", summary="Decide", status_code=201, responses={404: {}, 409: {}, 422: {}})
def post_decision(
    request: Request,
    line: Annotated[str, Body(min_length=1, max_length=300)],
    verb: Annotated[str, Body(max_length=20)],
    field: Annotated[str, Body(max_length=40)] = "",
    value: Annotated[Any, Body()] = None,
    reason: Annotated[str, Body(max_length=2000)] = "",
    who: Annotated[str, Body(max_length=200)] = "",
) -> Response:
    """Keep a decision on a line or a report."""
    name = who or request.app.state.who
    made = decide_on(story_of(request), line, verb, who=name, field=field, value=value, reason=reason)
    live_of(request).relink()
    return give(made, 201)


@router.post("/lines", summary="Add a missed line", status_code=201, responses={404: {}, 409: {}, 422: {}})
def post_line(
    request: Request,
    report: Annotated[str, Body(min_length=1, max_length=300)],
    start: Annotated[int, Body(ge=0, le=100_000_000)],
    end: Annotated[int, Body(ge=1, le=100_000_000)],
    kind: Annotated[str, Body(max_length=20)] = "quotation",
    speaker: Annotated[str, Body(max_length=200)] = "",
    reason: Annotated[str, Body(max_length=2000)] = "",
    who: Annotated[str, Body(max_length=200)] = "",
) -> Response:
    """Add a line from a stretch of a report's text."""
    name = who or request.app.state.who or "someone"
    made = add_line(story_of(request), report, start, end, kind=kind, speaker=speaker, who=name, reason=reason)
    live_of(request).relink()
    return give(made, 201)


@router.post("/undo", summary="Take a decision back", status_code=201, responses={404: {}, 409: {}, 422: {}})
def post_undo(
    request: Request,
    decision: Annotated[str, Body(max_length=300)] = "",
    reason: Annotated[str, Body(max_length=2000)] = "",
    who: Annotated[str, Body(max_length=200)] = "",
) -> Response:
    """Take one decision back, the last one in force by default."""
    story = story_of(request)
    name = who or request.app.state.who or "someone"
    made = undo_last(story, who=name, reason=reason, wanted=decision)
    live_of(request).relink()
    return give(made, 201)
