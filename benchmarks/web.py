"""How fast the screens answer in a large story, how heavy they are, and what a request keeps in memory.

``python -m benchmarks.web [REPORTS] [--story FOLDER] [--times N] [--only SCREENS]`` makes a story of generated reports (kept in FOLDER for
the next time), serves it on this machine and asks for every screen N times with differing reports, people, pages and
words; leaves with 1 when a screen's 95th percentile, or its weight, is over the bound.
"""

import argparse
import random
import socket
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.made_story import HOWEVER, make_large_story
from onrecord.store import Story, open_story, people, screens
from onrecord.store.queue import review_size
from onrecord.web.app import create_app

BOUND_MS = 200.0
SEARCH_MS = 100.0
WEIGHT = 300_000


@dataclass(frozen=True)
class Measured:
    screen: str
    p50: float
    p95: float
    worst: float
    cpu: float
    heaviest: int
    bound: float

    @property
    def fine(self) -> bool:
        return self.p95 < self.bound and self.heaviest < WEIGHT


def paths(story: Story, seed: int = 5) -> dict[str, Callable[[], str]]:
    """A function for every screen that gives another address of it each time."""
    rng = random.Random(seed)
    with story.reading() as connection:
        count = story.count_reports()
        ids = [r.id for r in screens.report_rows(connection, 0, count)]
        persons = [p.cluster for p in people.people_page(connection, 0, 400)]
        left = review_size(connection)
    pages = max(1, count // 50)
    words = sorted({w.strip(".,") for line in HOWEVER for w in line.lower().split() if len(w) > 3})
    report = lambda: rng.choice(ids)  # noqa: E731
    return {
        "story": lambda: "/",
        "reports": lambda: f"/reports?n={rng.randint(1, pages)}",
        "reader": lambda: f"/r/{report()}",
        "two reports": lambda: f"/r/{report()}?beside={report()}",
        "review": lambda: (
            f"/review?skip={rng.choice((0, 0, rng.randint(0, 50), rng.randint(0, min(left, 100_000) - 1)))}"
        ),
        "compare": lambda: f"/compare?n={rng.randint(1, pages)}",
        "compare one kind": lambda: f"/compare?kind={rng.choice(('conflict', 'agree', 'part-of', 'unsure'))}",
        "people": lambda: f"/people?n={rng.randint(1, 8)}",
        "person": lambda: f"/people/{rng.choice(persons)}",
        "find people": lambda: f"/people?q={rng.choice(('lund', 'ada', 'berg', 'nobody'))}",
        "log": lambda: f"/log?n={rng.randint(1, 5)}",
        "search": lambda: f"/search?q={'+'.join(rng.sample(words, rng.randint(1, 3)))}",
        "search a common word": lambda: "/search?q=the",
        "search a phrase": lambda: f"/search?q=%22{rng.choice(words)}+{rng.choice(words)}%22",
        "api: story": lambda: "/api/story",
        "api: lines": lambda: f"/api/lines?kind=event&offset={rng.randint(0, count)}",
        "api: review": lambda: "/api/review?limit=20",
    }


def measure(base: str, story: Story, times: int, only: Sequence[str] = ()) -> Iterator[Measured]:
    """Ask for every screen, mixed as a newsroom would, and time each answer to its last byte."""
    wanted = {name: address for name, address in paths(story).items() if not only or name in only}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    sizes: dict[str, int] = dict.fromkeys(wanted, 0)
    with httpx.Client(base_url=base, timeout=60) as client:
        for _ in range(3):  # the first answers load templates
            for address in wanted.values():
                client.get(address()).raise_for_status()
        for _ in range(times):
            for name, address in wanted.items():
                start = time.perf_counter(), time.process_time()
                answer = client.get(address())
                took[name].append((time.perf_counter() - start[0], time.process_time() - start[1]))
                answer.raise_for_status()
                sizes[name] = max(sizes[name], len(answer.content))
        for name, found in took.items():
            yield _row(name, found, sizes[name], SEARCH_MS if name.startswith("search") else BOUND_MS)
        if not only or "decide" in only:
            yield _decide(client, times)


def _decide(client: httpx.Client, times: int) -> Measured:
    """Confirm, and get the next thing to decide."""
    took: list[tuple[float, float]] = []
    heaviest = 0
    for _ in range(times):
        item = client.get("/api/review?limit=30").json()
        line = next(i["line"]["id"] for i in item if i["line"])
        start = time.perf_counter(), time.process_time()
        answer = client.post("/decide", data={"line": line, "verb": "confirm"}, headers={"hx-request": "true"})
        took.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        answer.raise_for_status()
        heaviest = max(heaviest, len(answer.content))
    return _row("decide, next item", took, heaviest, BOUND_MS)


def _row(name: str, took: list[tuple[float, float]], heaviest: int, bound: float) -> Measured:
    wall, cpu = (sorted(1000 * pair[n] for pair in took) for n in (0, 1))
    at = lambda order, share: order[min(len(order) - 1, int(share * len(order)))]  # noqa: E731
    return Measured(name, at(wall, 0.5), at(wall, 0.95), wall[-1], at(cpu, 0.95), heaviest, bound)


def serve(story: Story) -> tuple[str, Callable[[], None]]:
    import uvicorn

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(create_app(story, who="bench"), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)

    def stop() -> None:
        server.should_exit = True
        thread.join(timeout=10)

    return f"http://127.0.0.1:{port}", stop


def memory(story: Story) -> float:
    """Most megabytes that one request of any screen holds at once, of Python's own."""
    import asyncio

    app = create_app(story, who="bench")

    async def ask(path: str) -> None:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            (await client.get(path)).raise_for_status()

    wanted = [address() for address in paths(story).values()]
    for path in wanted:
        asyncio.run(ask(path))
    most = 0
    tracemalloc.start()
    for path in wanted:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        asyncio.run(ask(path))
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return most / 1e6


def table(rows: list[Measured]) -> str:
    head = f"{'screen':22} {'p50 ms':>8} {'p95 ms':>8} {'worst':>8} {'cpu p95':>8} {'bound':>6} {'KB':>6}"
    body = [
        f"{r.screen:22} {r.p50:8.1f} {r.p95:8.1f} {r.worst:8.1f} {r.cpu:8.1f} {r.bound:6.0f} {r.heaviest / 1000:6.0f} {'' if r.fine else 'OVER'}"
        for r in rows
    ]
    return "\n".join([head, *body])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="?", type=int, default=10_000)
    parser.add_argument("--story", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--only", default="", help="screens, separated by commas; 'decide' for deciding")
    given = parser.parse_args()
    folder = given.story or Path(tempfile.mkdtemp()) / "story"
    if not (folder / "story.db").is_file():
        make_large_story(folder, given.reports).close()
    story = open_story(folder, mapped=True)
    story.relink()
    base, stop = serve(story)
    rows = list(measure(base, story, given.times, [n for n in given.only.split(",") if n]))
    print(f"{story.count_reports()} reports, {given.times} requests a screen")
    print(table(rows))
    if not given.only:
        print(f"most memory of one request: {memory(story):.1f} MB")
    stop()
    return 0 if all(r.fine for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
