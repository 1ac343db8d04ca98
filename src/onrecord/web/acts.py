"""What people do in the app: decide, correct, add, merge, undo. Every act is one decision in the log."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.decisions.dates import check_date
from onrecord.decisions.fields import as_document, from_document, name_entities
from onrecord.decisions.targets import target_of_spans
from onrecord.errors import InputError
from onrecord.model import Span
from onrecord.model.decisions import Decision, Target, Verb
from onrecord.model.ids import make_id
from onrecord.store import Story
from onrecord.web import pages

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=2000)]
Short = Annotated[str, Form(max_length=200)]


def decide_on(
    story: Story, line: str, verb: str, *, who: str, field: str = "", value: Any = None, reason: str = ""
) -> Decision:
    """Keep one decision on a line or a report and link anew.

    Raises:
        InputError: The verb or the value cannot be what it says.
        UnknownLine: No line or report has that id.
    """
    if verb not in set(Verb) - {Verb.UNDO, Verb.ADD}:
        raise InputError(f"nothing is decided with {verb!r}")
    settled = Verb(verb)
    target, snapshot = story.target_of(line)
    targets: list[Target] = [target]
    if settled in {Verb.MERGE, Verb.SPLIT}:
        others = [str(v) for v in (value if isinstance(value, list) else str(value or "").split())]
        targets += [story.target_of(v)[0] for v in others]
        value = None
        if len(targets) < 2 or len({t.kind for t in targets}) > 1:
            raise InputError(f"'{verb}' needs two lines of one kind")
    elif (settled is Verb.DATE) != (target.kind == "report"):
        raise InputError("a report is dated, and only a report; every other decision is on a line")
    elif settled is Verb.DATE:
        value = check_date(str(value or ""))
    elif settled is Verb.CORRECT and not field:
        raise InputError("a correction names the field that it corrects")
    made = story.decide(
        settled, targets, who=who or "someone", field=field or None, value=value, snapshot=snapshot, reason=reason
    )
    story.relink()
    return made


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
    decide_on(story, line, verb, who=_who(request, who), field=field, value=value or None, reason=reason)
    return _next(request, back)


@router.post("/undo")
def undo(request: Request, decision: Short = "", reason: Text = "", who: Short = "", back: Short = "/log") -> Response:
    """Take one decision back; without an id the last one that still holds."""
    story = pages.story_of(request)
    story.undo(decision or last_decision(story), who=_who(request, who), reason=reason)
    story.relink()
    return _next(request, back)


def last_decision(story: Story) -> str:
    """Return the id of the last decision that is in force.

    Raises:
        InputError: None is.
    """
    from onrecord.decisions import active_decisions

    active = active_decisions(story.decisions())
    if not active:
        raise InputError("there is no decision to take back")
    return active[-1].id


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
    return _next(request, f"/r/{report}") if not request.headers.get("hx-request") else HTMLResponse("")


def add_line(
    story: Story, report: str, start: int, end: int, *, kind: str, speaker: str = "", who: str, reason: str = ""
) -> Decision:
    """Add a line from a stretch of a report's text.

    Raises:
        InputError: The stretch lies outside the text, or the kind cannot be added so.
        SpanError: The stretch is empty or reversed.
    """
    stored = story.report(report)
    span = Span(start, end)
    words = span.cut(stored.text)
    if not words.strip():
        raise InputError("the selection has no words in it")
    document = _draft(kind, span, words, speaker)
    named = {k: v for k, v in document.items() if k != "speaker"}
    item = as_document(from_document(kind, named))
    snapshot = {**name_entities(kind, item, story.applied(stored.id).reading)}
    if speaker and kind == "quotation":
        snapshot["speaker"] = {"entity": speaker}
    line = make_id(kind, stored.id, "added", start, end)
    target = target_of_spans(stored, kind, (span,), line=line)
    made = story.decide(Verb.ADD, [target], who=who, snapshot=snapshot, reason=reason)
    story.relink()
    return made


def _draft(kind: str, span: Span, words: str, speaker: str) -> dict[str, Any]:
    where = [span.start, span.end]
    match kind:
        case "quotation":
            quoted = words.strip()[:1] in "“\"«„'‘"
            return {
                "id": "A",
                "kind": "direct" if quoted else "indirect",
                "content": [where],
                "speaker": speaker,
                "rule": "added by a person",
            }
        case "figure":
            return {"id": "A", "span": where, "rule": "added by a person"}
        case "event":
            return {"id": "A", "trigger": [where], "type": "STATE", "rule": "added by a person"}
        case _:
            raise InputError(f"a {kind!r} cannot be added from a selection; use quotation, event or figure")
