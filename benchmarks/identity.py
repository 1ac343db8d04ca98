"""The record of generated reports is one and the same, however it is made.

python -m benchmarks.identity 2000                       # one process, two, Ray, shuffled, killed and resumed 20 times
python -m benchmarks.identity 200 --ways one two killed --kills 3
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
from pathlib import Path

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


def killed(story: Path, kills: int, seconds: float, how: tuple[str, ...]) -> None:
    """Kill runs at random moments after they began to read, each time start another, and let the last one end."""
    chosen = random.Random(kills)
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
            os.killpg(run.pid, signal.SIGKILL)
        run.stderr.close()
        run.wait()
    call("run", story, *how)


def make(way: str, count: int, folder: Path, kills: int, reader: tuple[str, ...]) -> tuple[str, float]:
    """Make the record one way; return its digest and the seconds of its run."""
    story = folder / "story"
    files = [path.relative_to(folder) for path in write_reports(count, folder / "in")]
    call("init", story)
    if way == "shuffled":
        random.Random(5).shuffle(files)
        for start in range(0, len(files), 500):
            call("add", story, *files[start : start + 500], at=folder)
    else:
        call("add", story, "in", at=folder)
    begun = time.perf_counter()
    if way == "killed":
        killed(story, kills, count / 20, ("--workers", "2", *reader))  # about what a whole run of the fast reader takes
    else:
        extra = {"two": ("--workers", "2"), "ray": ("--on", "ray", "--workers", "2")}.get(way, ("--workers", "1"))
        call("run", story, *extra, *reader)
    return digest(story), time.perf_counter() - begun


def compare(count: int, ways: list[str], kills: int, reader: tuple[str, ...] = FAST) -> dict[str, str]:
    """Return the digest of each way."""
    found = {}
    for way in ways:
        with tempfile.TemporaryDirectory() as folder:
            found[way], seconds = make(way, count, Path(folder), kills, reader)
        print(f"{way:<10} {found[way]} {seconds:8.1f} s", flush=True)
    return found


def main() -> None:
    """Compare; leave with 1 when two ways differ."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", type=int)
    asked.add_argument("--ways", nargs="+", default=["one", "two", "ray", "shuffled", "killed"])
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--reader", choices=["fast", "accurate"], default="fast")
    given = asked.parse_args()
    found = compare(given.count, given.ways, given.kills, ("--reader", given.reader))
    raise SystemExit(len(set(found.values())) != 1)


if __name__ == "__main__":
    main()
