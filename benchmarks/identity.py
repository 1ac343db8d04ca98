"""The record of generated reports is one and the same, however it is made.

python -m benchmarks.identity 2000        # one process, two, Ray, shuffled, PostgreSQL, killed and resumed 20 times
python -m benchmarks.identity 20000 --most 1          # reports of a paragraph
python -m benchmarks.identity 200 --ways one two killed --kills 3

PostgreSQL is that of the tests: a server of its own, started for the run.
"""

import argparse
import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import running_server

from benchmarks.generated import write_reports

ADDED = re.compile(rb'"added":"[^"]*"')
FAST = ("--reader", "fast")


def command(*args: object) -> list[str]:
    """Return the command line of a process of its own."""
    return [sys.executable, "-W", "ignore", "-m", "onrecord", *map(str, args)]


def call(*args: object, at: Path | None = None) -> bytes:
    """Run the command line in a folder; return its standard output."""
    done = subprocess.run(command(*args), capture_output=True, check=False, cwd=at)
    if done.returncode:
        raise SystemExit(f"onrecord {' '.join(map(str, args))} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def digest(story: Path) -> str:
    """Return the SHA-256 of the record as JSON lines, without the time at which each report was added."""
    return hashlib.sha256(ADDED.sub(b'"added":""', call("export", story, "jsonl"))).hexdigest()


def killed(story: Path, kills: int, seconds: float, how: tuple[str, ...]) -> int:
    """Kill runs at random moments after they began to read, each time start another, and let the last one end.

    Args:
        story: The story.
        kills: How many runs are killed.
        seconds: About what a whole run takes.
        how: Options of the run.

    Returns:
        How many of the runs were still at work when they were killed.
    """
    chosen = random.Random(kills)
    hit = 0
    for _ in range(kills):
        run = subprocess.Popen(
            command("run", story, "--log-json", *how),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert run.stderr is not None
        while (line := run.stderr.readline()) and b"run started" not in line:
            pass
        time.sleep(chosen.uniform(0.0, 2 * seconds / kills))
        if run.poll() is None:
            hit += 1
            os.killpg(run.pid, signal.SIGKILL)
        run.stderr.close()
        run.wait()
    call("run", story, *how)
    return hit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is made.

    Attributes:
        count: Reports.
        most: Paragraphs of each, or None for all.
        kills: How often the killed run is killed.
        reader: Options of every run.
    """

    count: int
    most: int | None = None
    kills: int = 20
    reader: tuple[str, ...] = FAST


def make(way: str, wanted: Wanted, folder: Path, seconds: float) -> tuple[str, float, str]:
    """Make the record one way; return its digest, the seconds of its run and a remark.

    Args:
        way: How.
        wanted: What.
        folder: Where, an empty one.
        seconds: About what a whole run takes.
    """
    story, remark = folder / "story", ""
    files = [path.relative_to(folder) for path in write_reports(wanted.count, folder / "in", wanted.most)]
    with running_server(folder / "server") if way == "postgres" else nullcontext() as address:
        call("init", story, *(("--store", address) if address else ()))
        if way == "shuffled":
            random.Random(5).shuffle(files)
            for start in range(0, len(files), 500):
                call("add", story, *files[start : start + 500], at=folder)
        else:
            call("add", story, "in", at=folder)
        begun = time.perf_counter()
        if way == "killed":
            hit = killed(story, wanted.kills, seconds, ("--workers", "2", *wanted.reader))
            remark = f"{hit} of {wanted.kills} kills met a run at work"
        else:
            extra = {"one": ("--workers", "1"), "ray": ("--on", "ray", "--workers", "2")}.get(way, ("--workers", "2"))
            call("run", story, *extra, *wanted.reader)
        took = time.perf_counter() - begun
        return digest(story), took, remark


def compare(wanted: Wanted, ways: list[str]) -> dict[str, str]:
    """Return the digest of each way."""
    found = {}
    usual = wanted.count / 20  # the seconds of a run of the fast reader, until one was timed
    for way in ways:
        with tempfile.TemporaryDirectory() as folder:
            found[way], seconds, remark = make(way, wanted, Path(folder), usual)
        usual = seconds if way in {"one", "two"} else usual
        print(f"{way:<10} {found[way]} {seconds:8.1f} s  {remark}", flush=True)
    return found


def main() -> None:
    """Compare; leave with 1 when two ways differ."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", type=int)
    asked.add_argument("--ways", nargs="+", default=["one", "two", "ray", "shuffled", "postgres", "killed"])
    asked.add_argument("--most", type=int, help="paragraphs of a report")
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--reader", choices=["fast", "accurate"], default="fast")
    given = asked.parse_args()
    wanted = Wanted(given.count, given.most, given.kills, ("--reader", given.reader))
    found = compare(wanted, given.ways)
    raise SystemExit(len(set(found.values())) != 1)


if __name__ == "__main__":
    main()
