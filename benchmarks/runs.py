"""Whole runs of the command line, measured: memory as the story grows, and a crawl that is disturbed.

python -m benchmarks.runs memory 40000 --most 1     # peak memory by 2,000 reports read, and by all
python -m benchmarks.runs crawl 50000 --most 1      # three commands; a worker killed and the disk full on the way
"""

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generated import report, write_crawl, write_reports
from benchmarks.identity import FAST, call, command, digest

EARLY = 2_000
"""Reports by which a run holds all that it holds of models and caches."""
ROOM = "12g"
"""Size of the disk of a crawl, while it is large enough."""


AT_ONCE = 500
"""Pages that may be read between two looks: where no more are left, the worker is killed after the first."""


def count_rows(story: Path, table: str) -> int:
    """Return how many rows a table of a story has, 0 while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{story / 'story.db'}?mode=ro", uri=True)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 0


def children(pid: int) -> list[int]:
    """Return the processes that one started."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> float:
    """Return how much memory a process has, in MB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


@dataclass(slots=True)
class Peaks:
    """The most memory of the supervisor and of any worker, in MB, while reading and after it."""

    early: dict[str, float] = field(default_factory=lambda: {"supervisor": 0.0, "worker": 0.0})
    reading: dict[str, float] = field(default_factory=lambda: {"supervisor": 0.0, "worker": 0.0})
    linking: float = 0.0

    def look(self, pid: int, done: int, count: int) -> None:
        """Take note of what a run holds when so many of its reports are read."""
        found = {"supervisor": resident(pid), "worker": max(map(resident, children(pid)), default=0.0)}
        if done >= count:
            self.linking = max(self.linking, found["supervisor"])
            return
        for peaks in (self.reading, *((self.early,) if done <= EARLY else ())):
            for name, size in found.items():
                peaks[name] = max(peaks[name], size)


def run_watched(story: Path, count: int, *how: str, kill_at: int | None = None) -> tuple[Peaks, float, int]:
    """Run a story and look at its memory twice a second; return peaks, seconds and the exit code.

    Args:
        story: The story.
        count: Its reports.
        how: Options.
        kill_at: Kill a worker when so many reports are read.
    """
    peaks, begun = Peaks(), time.perf_counter()
    run = subprocess.Popen(command("run", story, *how), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while run.poll() is None:
        done = count_rows(story, "reading")
        peaks.look(run.pid, done, count)
        if kill_at is not None and done >= kill_at and (workers := children(run.pid)):
            os.kill(workers[0], signal.SIGKILL)
            print(f"  killed a worker when {done} reports were read", flush=True)
            kill_at = None
        time.sleep(0.5 if kill_at is None else 0.02)
    return peaks, time.perf_counter() - begun, run.returncode


def memory(count: int, most: int | None) -> None:
    """Print the memory of reading by 2,000 reports and by all."""
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder) / "story"
        write_reports(count, Path(folder) / "in", most)
        call("init", story)
        call("add", story, "in", at=Path(folder))
        peaks, seconds, _ = run_watched(story, count, "--workers", "2", *FAST)
    show(peaks, count)
    print(f"read and linked in {seconds:.0f} s; linking had {peaks.linking:.0f} MB at most")


def show(peaks: Peaks, count: int) -> None:
    """Print how memory grew while reading."""
    for name, early in peaks.early.items():
        late = peaks.reading[name]
        print(f"{name}: {early:.0f} MB by {EARLY:,} reports, {late:.0f} MB by {count:,}: {late / early - 1:+.1%}")


def crawl(count: int, most: int | None, folder: Path) -> dict[str, object]:
    """Take a crawl in, read it and search it, with the disk full and a worker killed on the way.

    Args:
        count: Pages.
        most: Paragraphs of each.
        folder: Where a small disk can be mounted; see :func:`on_small_disk`.

    Returns:
        What came of it, by name.
    """
    story, warc = folder / "story", folder / "crawl.warc.gz"
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], check=True)
    write_crawl(count, warc, most)
    print(f"{warc.stat().st_size / 2**20:.1f} MB of crawl", flush=True)
    call("init", story)
    timed("added", "add", story, warc.name, at=folder)
    room = shutil.disk_usage(folder).used // 1024 + count * 3  # kB; a report takes 10 with its lines
    subprocess.run(["mount", "-o", f"remount,size={room}k", folder], check=True)
    full = subprocess.run(command("run", story, "--workers", "2", *FAST), check=False, capture_output=True, text=True)
    found: dict[str, object] = {"full": full.returncode, "told": full.stderr.splitlines()[-1:]}
    found["before"] = count_rows(story, "reading")
    print(f"disk full: exit code {full.returncode}, {found['told']}, {found['before']} readings", flush=True)
    subprocess.run(["mount", "-o", f"remount,size={ROOM}", folder], check=True)
    left = count - int(str(found["before"]))
    middle = count - (left // 2 if left > AT_ONCE else left - 1)
    peaks, seconds, found["code"] = run_watched(story, count, "--workers", "2", *FAST, kill_at=middle)
    found |= {"reports": count_rows(story, "report"), "readings": count_rows(story, "reading")}
    print(f"read and linked in {seconds:.0f} s, exit code {found['code']}, {found['readings']} readings", flush=True)
    show(peaks, count)
    said = report(count - 1, most)["text"].split("\n\n")[0]
    found["found"] = said in timed("searched", "search", story, said, "--json").decode()
    checked = subprocess.run(
        command("check", story), check=False, capture_output=True, text=True
    )  # 1: figures conflict
    found["check"] = next(line for line in checked.stdout.splitlines() if "pointers checked" in line)
    found["record"] = digest(story)
    return found


def on_small_disk(*words: str) -> list[str]:
    """Return the command that runs this module where it may mount a disk that nobody else sees."""
    return ["unshare", "-rm", sys.executable, "-m", "benchmarks.runs", *words]


def timed(what: str, *args: object, at: Path | None = None) -> bytes:
    """Run a command, print how long it took, return what it said."""
    begun = time.perf_counter()
    out = call(*args, at=at)
    print(f"{what} in {time.perf_counter() - begun:.1f} s", flush=True)
    return out


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("measure", choices=["memory", "crawl"])
    asked.add_argument("count", type=int)
    asked.add_argument("--most", type=int, help="paragraphs of a report")
    asked.add_argument("--at", type=Path, help="of a crawl: an empty folder, once a disk can be mounted there")
    given = asked.parse_args()
    if given.measure == "memory":
        memory(given.count, given.most)
    elif given.at:
        print(json.dumps(crawl(given.count, given.most, given.at)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(on_small_disk(*sys.argv[1:], "--at", folder), check=True)


if __name__ == "__main__":
    sys.exit(main())
