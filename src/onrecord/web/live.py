"""Runs the pipeline from the app, and tells every open page how far it is (server-sent events)."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse

from onrecord.errors import OnrecordError
from onrecord.store import Story

router = APIRouter(tags=["run"])

EVERY = 0.5
"""Seconds between two messages."""

PROMPT = 300
"""Reports up to which the links follow a decision before its page comes back; a larger story is linked beside."""


@dataclass
class Live:
    """The one run of the app: at most one at a time, in a thread of its own.

    Args:
        story: What is run.
    """

    story: Story
    state: dict[str, object] = field(default_factory=lambda: {"running": False, "done": 0, "total": 0, "said": ""})
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _linking: bool = False
    _again: bool = False

    def relink(self) -> None:
        """Let links follow what was decided: at once in a small story, beside the app in a large one.

        The decided lines themselves follow at once in both: what waits is only what holds across reports.
        """
        if self.story.count_reports() <= PROMPT:
            self.story.relink()
        else:
            self.relink_beside()

    def relink_beside(self) -> None:
        """Link what changed in a thread of its own; asked again meanwhile, it links once more."""
        with self._lock:
            self._again = True
            if self._linking:
                return
            self._linking = True
        threading.Thread(target=self._link, daemon=True).start()

    def _link(self) -> None:
        while True:
            with self._lock:
                if not self._again:
                    self._linking = False
                    return
                self._again = False
            try:
                self.story.relink()
            except OnrecordError as error:
                self.state = {**self.state, "said": str(error)}

    def start(self) -> bool:
        """Start a run; return False when one is under way."""
        with self._lock:
            if self.state["running"]:
                return False
            self.state = {"running": True, "done": 0, "total": 0, "said": "loading the models"}
        threading.Thread(target=self._run, daemon=True).start()
        return True

    def _run(self) -> None:
        from onrecord.pipeline import load_pipeline
        from onrecord.runners import run_story
        from onrecord.store.overview import overview

        try:
            run_story(self.story, load_pipeline(), self._step)
            said = overview(self.story).sentence()
        except OnrecordError as error:
            said = str(error)
        self.state = {**self.state, "running": False, "said": said}

    def _step(self, done: int, total: int) -> None:
        self.state = {"running": True, "done": done, "total": total, "said": f"reading {done} of {total}"}


def live_of(request: Request) -> Live:
    """Return the one run of the app."""
    found: Live = request.app.state.live
    return found


@router.post("/api/run", summary="Read what is new or changed")
def run(request: Request) -> JSONResponse:
    """Start a run; 409 when one is under way."""
    started = live_of(request).start()
    return JSONResponse(live_of(request).state, 202 if started else 409)


@router.get("/api/run", summary="How far the run is")
def progress(request: Request) -> JSONResponse:
    """Return the state of the run."""
    return JSONResponse(live_of(request).state)


@router.get("/events", include_in_schema=False)
async def events(request: Request) -> StreamingResponse:
    """Send the state of the run and the serial of the record whenever one of them changes."""
    live = live_of(request)
    once = request.query_params.get("once") == "1"

    async def stream() -> AsyncIterator[bytes]:
        last = ""
        while not await request.is_disconnected():
            serial = await asyncio.to_thread(live.story.wait, 0 if not last else EVERY)
            now = json.dumps({**live.state, "serial": serial})
            if now != last:
                last = now
                yield f"data: {now}\n\n".encode()
            if once:
                return

    return StreamingResponse(stream(), media_type="text/event-stream")
