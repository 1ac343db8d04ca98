"""What people do in the app: decide, correct, add, merge, undo. Every act is one decision in the log."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import InputError
from onrecord.store.acts import add_line, decide_many, decide_on, undo_last, undo_many
from onrecord.web import pages
from onrecord.web.live import live_of

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2000)]
Short = Annotated[str, Form(max_length=200)]
Many = Annotated[list[str], Form(min_length=1, max_length=200)]
Chosen = Annotated[list[str] | None, Form(max_length=200)]


def _next(request: Request, back: str) -> Response:
    """Go on: the next review item for a script, else back to where the form was."""
    if request.headers.get("hx-request"):
        skip = request.query_params.get("skip", "0")
        return pages.review(request, int(skip) if skip.isdigit() and len(skip) < 7 else 0)
    safe = back if back.startswith("/") and not back.startswith("//") and "\\" not in back else "/"
    return RedirectResponse(safe, status_code=303)


def _who(request: Request, who: str) -> str:
    return who.strip() or request.app.state.who or "someone"


@router.post("/decide")
def decide(
    request: Request,
    line: Short,
    verb: Short,
    field: Short = "",
    value: Text = "",
    reason: Text = "",
    who: Short = "",
    back: Short = "/",
) -> Response:
    """Decide on one line or report."""
    story = pages.story_of(request)
    decide_on(story, line, verb, who=_who(request, who), field=field, value=value, reason=reason)
    live_of(request).relink()
    return _next(request, back)


@router.post("/bulk")
def decide_bulk(request: Request, line: Many, verb: Short, reason: Text = "", who: Short = "") -> Response:
    """Decide the same on every chosen line of a list, and show the log where all of it can be taken back at once."""
    story = pages.story_of(request)
    made, failed = decide_many(story, line, verb, who=_who(request, who), reason=reason)
    live_of(request).relink()
    if failed and not made:
        raise InputError("; ".join(failed[:5]))
    return RedirectResponse(f"/log?made={len(made)}&failed={len(failed)}", status_code=303)


@router.post("/undo")
def undo(
    request: Request, decision: Chosen = None, reason: Text = "", who: Short = "", back: Short = "/log"
) -> Response:
    """Take back the decisions that are named, of any kind; without an id the last one that still holds."""
    story = pages.story_of(request)
    named = [d for d in decision or [] if d]
    if named:
        undo_many(story, named, who=_who(request, who), reason=reason)
    else:
        undo_last(story, who=_who(request, who), reason=reason)
    live_of(request).relink()
    return _next(request, back)


@router.post("/add")
def add(
    request: Request,
    report: Short,
    start: Annotated[int, Form(ge=0)],
    end: Annotated[int, Form(ge=1)],
    kind: Short = "quotation",
    speaker: Short = "",
    who: Short = "",
    reason: Text = "",
) -> Response:
    """Add a line that the machine missed, from a selection of the text."""
    story = pages.story_of(request)
    add_line(story, report, start, end, kind=kind, speaker=speaker, who=_who(request, who), reason=reason)
    live_of(request).relink()
    return _next(request, f"/r/{report}") if not request.headers.get("hx-request") else HTMLResponse("")
