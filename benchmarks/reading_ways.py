"""One table: the bare spaCy pass, and reading in this process, in one and two workers and on Ray; speed and memory.

python -m benchmarks.reading --table          # asks for each row in a process of its own, one after the other
python -m benchmarks.reading_ways two fast    # one row, as JSON

A row counts the reports that are read once everything is warm. Workers and Ray do more than reading: they also prepare
what is kept. Memory is the peak of the largest process that reads.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.reading import bare_blocks, load_bare, sample
from onrecord.model import Report
from onrecord.pipeline import load_pipeline
from onrecord.resources import Options
from onrecord.runners.ledger import Ledger
from onrecord.runners.on_ray import _ask_key, _connected, _read_on
from onrecord.runners.shards import Shard
from onrecord.runners.supervisor import Floor, Limits

MARK = "ONRECORD_BENCHMARK"
"""Set for this process and its children, so that the peaks of theirs alone are read."""

RAY_SHARD = 8
"""Reports a shard on Ray: many small ones, so that their rate can be told from few reports."""

WARM = 24
"""Reports a process has read before the clock starts."""


Told = tuple[int, float]
"""So many reports more were read, at this second of the clock."""


def rate(told: Iterable[Told], warm: int) -> float:
    """Return reports a second of wall time, after the first ``warm``."""
    seen, begun, since, last = 0, 0, 0.0, 0.0
    for count, last in told:
        seen += count
        if not since and seen >= warm:
            begun, since = seen, last
    return (seen - begun) / (last - since)


def peak(name: str) -> float:
    """Return the largest peak in MB of the processes of this run whose command line holds a word."""
    mark = f"{MARK}={os.environ[MARK]}".encode()
    most = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if name in (folder / "cmdline").read_text() and mark in (folder / "environ").read_bytes().split(b"\0"):
                lines = (folder / "status").read_text().splitlines()
                most = max([most, *(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))])
    return most / 1024


def alone(reports: list[Report]) -> Iterator[Told]:
    """Yield a count for each report's worth of the bare pass: the whole pass, told a fifth at a time."""
    nlp = load_bare()
    step = max(1, len(reports) // 5)
    for at in range(0, len(reports), step):
        part = reports[at : at + step]
        for _ in nlp.pipe(bare_blocks(part)):
            pass
        yield len(part), time.time()


def inside(reader: str, reports: list[Report]) -> Iterator[Told]:
    """Yield a count for each report read in this process."""
    pipeline = load_pipeline(Options(reader=reader))
    for _ in pipeline.read_all(reports):
        yield 1, time.time()


def on_floor(reader: str, reports: list[Report], workers: int) -> Iterator[Told]:
    """Yield a count for each report read by worker processes."""
    by_id = {r.id: (r, ()) for r in reports}
    with Floor(Options(reader=reader), Limits(workers=workers)) as floor:
        while not all(w.ready for w in floor.workers):  # the floor opens with the first
            worker, _ = floor.heard.get()
            worker.ready = True
        for done in floor.read(list(by_id), by_id.__getitem__):
            yield len(done), time.time()


def on_ray(reader: str, reports: list[Report], workers: int) -> Iterator[Told]:
    """Yield a count for each shard read on a Ray of this machine."""
    options, limits = Options(reader=reader), Limits(workers=workers)
    with tempfile.TemporaryDirectory() as folder, _connected(None, workers) as ray:
        ledger = Ledger(Path(folder), _ask_key(ray, options, limits))
        parts = [reports[at : at + RAY_SHARD] for at in range(0, len(reports), RAY_SHARD)]
        digests = [ledger.put(Shard(tuple((r, ()) for r in part))) for part in parts]
        for _ in _read_on(ray, ledger, digests, options, limits):
            yield 0, 0.0  # Ray tells of several at once; their files say when
        for moment in sorted(ledger.result(digest).stat().st_mtime for digest in digests):
            yield RAY_SHARD, moment


def measure(way: str, reader: str, count: int) -> dict[str, float]:
    """Return reports a second and the peak in MB of one way of reading."""
    reports = list(sample(count))
    ways: dict[str, tuple[Callable[[], Iterator[Told]], int, str]] = {
        "bare": (lambda: alone(reports), count // 5, "reading_ways"),
        "inside": (lambda: inside(reader, reports), WARM, "reading_ways"),
        "one": (lambda: on_floor(reader, reports, 1), WARM, "onrecord.runners.worker"),
        "two": (lambda: on_floor(reader, reports, 2), 2 * WARM, "onrecord.runners.worker"),
        "ray": (lambda: on_ray(reader, reports, 2), 4 * RAY_SHARD, "onrecord.runners.worker"),
    }
    made, warm, name = ways[way]
    most = 0.0

    def watched() -> Iterator[Told]:
        nonlocal most
        for number, done in enumerate(made()):
            if number % 5 == 0:
                most = max(most, peak(name))
            yield done
        most = max(most, peak(name))

    return {"reports_s": rate(watched(), warm), "peak_mb": most}


ROWS = [
    ("bare", "fast", "the bare spaCy pass, one process"),
    *(
        (way, reader, f"{reader}, {label}")
        for reader in ("fast", "accurate")
        for way, label in (
            ("inside", "this process, read only"),
            ("one", "one worker"),
            ("two", "two workers"),
            ("ray", "Ray, two actors"),
        )
    ),
]


def table(count: int) -> None:
    """Print the table, each row from a process of its own."""
    print("| how | reports a second | times the bare pass | peak MB of a process |\n| --- | --- | --- | --- |")
    base = 0.0
    for way, reader, label in ROWS:
        command = [sys.executable, "-m", "benchmarks.reading_ways", way, reader, str(count)]
        env = {**os.environ, MARK: f"{os.getpid()}-{way}-{reader}"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        found = json.loads(done.stdout.strip().splitlines()[-1])
        base = base or found["reports_s"]
        print(
            f"| {label} | {found['reports_s']:.1f} | {base / found['reports_s']:.2f} | {found['peak_mb']:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    os.environ.setdefault(MARK, str(os.getpid()))
    print(json.dumps(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]) if sys.argv[3:] else 200)))
