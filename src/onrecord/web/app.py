"""Puts the app together: the guard, the screens, the API and the files of ours that pages load."""

import secrets
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from onrecord._version import __version__
from onrecord.errors import AmbiguousId, InputError, OnrecordError, StoreBusy, UnknownLine
from onrecord.store import Story, open_story
from onrecord.web import acts, api, live, metrics, pages
from onrecord.web.rendering import render
from onrecord.web.security import App, Guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HERE = Path(__file__).parent

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def create_app(story: Story, *, hosts: frozenset[str] = LOOPBACK, token: str | None = None, who: str = "") -> App:
    """Return the app for one story.

    Args:
        story: Open; closed when the app stops.
        hosts: Names that requests may call this machine by.
        token: Asked of every request; needed where others may connect.
        who: The name that decisions carry unless a form gives another.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> "AsyncIterator[None]":
        app.state.live.relink_beside()  # a run that was stopped, or an older version, may have left links to make
        yield
        story.close()

    app = FastAPI(title="onrecord", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.story = story
    app.state.who = who
    app.state.live = live.Live(story)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.mount("/shared", StaticFiles(directory=HERE.parent / "report" / "static"), name="shared")
    app.state.metrics = metrics.Metrics(story)
    app.add_middleware(metrics.Metered, metrics=app.state.metrics)
    for room in (pages, acts, api, live, metrics):
        app.include_router(room.router)
    app.add_exception_handler(OnrecordError, _explain)
    app.add_exception_handler(RequestValidationError, _explain_form)
    return Guard(app, hosts, token)


def _status(error: Exception) -> int:
    match error:
        case UnknownLine():
            return 404
        case AmbiguousId():
            return 409
        case InputError():
            return 422
        case StoreBusy():
            return 503
        case _:
            return 500


def _explain(request: Request, error: Exception) -> Response:
    """Answer an error of ours with its sentence, as a page or as JSON."""
    return _failed(request, _status(error), str(error))


def _explain_form(request: Request, error: Exception) -> Response:
    """Answer a request whose fields are wrong."""
    assert isinstance(error, RequestValidationError)
    words = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
    return _failed(request, 422, words)


def _failed(request: Request, status: int, words: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, status)
    if request.headers.get("hx-request"):
        return HTMLResponse(render("said.html", words=words), status, headers={"HX-Retarget": "#said"})
    return HTMLResponse(render("error.html", status=status, words=words), status)


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 8765, token: str | None = None, who: str = "") -> str:
    """Serve a story until stopped; return the address that was served.

    Any other address than this machine's own needs a token; one is made where none is given.

    Raises:
        StoreError: There is no story in the folder.
    """
    import uvicorn

    story = open_story(folder, mapped=True)
    local = host in {"127.0.0.1", "localhost", "::1"}
    secret = token or (None if local else secrets.token_urlsafe(24))
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{port}/" + (f"?token={secret}" if secret else "")
    app = create_app(story, hosts=LOOPBACK | {name}, token=secret, who=who)
    print(f"onrecord: {address}", flush=True)  # noqa: T201 (the one line a person needs)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    return address
