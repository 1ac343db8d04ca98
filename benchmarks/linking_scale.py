"""How linking grows: ``python -m benchmarks.linking_scale 1000 10000 100000``, and ``--add`` for one report more.

Links made-up reports (:mod:`benchmarks.made_stories`) as one story, each size in a process of its own, and prints CPU
seconds, peak memory, candidate pairs and how they grow. With ``--add`` the story is kept in a store, and twenty more
reports are linked with it one at a time.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from itertools import islice
from pathlib import Path

from benchmarks.made_stories import Town
from onrecord.linking.linker import Linker
from onrecord.model import LinkOf
from onrecord.model.codec import encode_json
from onrecord.store import open_story
from onrecord.store.links import mark_stale
from onrecord.store.unlinked import note_summary

SHOWN = ("copy", "entity", "occasion", "event", "quotation", "figure")
MORE = 20


def memory() -> float:
    """Return the most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Timed:
    """Reports, with the CPU seconds that making them took."""

    def __init__(self, count: int) -> None:
        self.count, self.seconds = count, 0.0

    def __iter__(self):
        made = Town().stories(self.count)
        while True:
            start = time.process_time()
            summary = next(made, None)
            self.seconds += time.process_time() - start
            if summary is None:
                return
            yield summary


def measure(count: int) -> dict[str, float]:
    """Link so many reports and go through everything that comes out, holding none of it."""
    pairs: dict[str, int] = {}
    reports = Timed(count)
    start, wall = time.process_time(), time.perf_counter()

    def watch(layer, _ids, _blocks, edges):
        pairs[layer.name] = len(edges)
        seconds = time.process_time() - start - reports.seconds
        print(f"  {layer.name}: {len(edges)} pairs, {seconds:.0f} s, {memory():.0f} MB", file=sys.stderr, flush=True)

    largest = given = 0
    with Linker(reports, watch=watch) as linker:
        for of in (LinkOf.ENTITY, LinkOf.EVENT, LinkOf.QUOTATION):
            largest = max(largest, *(len(cluster.lines) for cluster in linker.clusters(of)))
        for rows in (linker.links(), linker.verdicts(), linker.timeline()):
            given += sum(1 for _ in rows)
    return {
        "reports": count,
        "cpu": time.process_time() - start - reports.seconds,
        "wall": time.perf_counter() - wall,
        "mb": memory(),
        "largest": largest,
        "given": given,
        "pairs": sum(pairs.values()),
        **pairs,
    }


def add(count: int) -> dict[str, float]:
    """Keep so many reports in a story, then add more one at a time; the 20 are from all over the story."""
    made = list(islice(Town().stories(count + MORE), count + MORE))
    later = set(range(7, count, max(1, count // MORE)))
    more = [summary for n, summary in enumerate(made) if n in later][:MORE]
    taken = {summary.report for summary in more}
    with tempfile.TemporaryDirectory() as folder, open_story(Path(folder) / "story", create=True) as story:
        _keep(story, [summary for summary in made if summary.report not in taken])
        start = time.process_time()
        story.relink()
        whole = time.process_time() - start
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        seconds = []
        for summary in more:
            _keep(story, [summary])
            start = time.process_time()
            story.relink()
            seconds.append(time.process_time() - start)
        start = time.process_time()
        story.relink()
        nothing = time.process_time() - start
    return {
        "reports": count,
        "whole": whole,
        "median": statistics.median(seconds),
        "most": max(seconds),
        "nothing": nothing,
        "kb": size / 1024 / count,
        "mb": memory(),
    }


def _keep(story, summaries) -> None:
    with story.writing() as connection:
        for summary in summaries:
            note_summary(connection, summary.report, zlib.compress(encode_json(summary), 1))
        mark_stale(connection)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="+", type=int)
    parser.add_argument("--add", action="store_true", help="one report more to a story of so many")
    parser.add_argument("--one", action="store_true", help="measure in this process and print JSON")
    given = parser.parse_args()
    if given.one:
        print(json.dumps((add if given.add else measure)(given.counts[0])))
        return
    if given.add:
        print(
            f"{'reports':>8} {'all, CPU s':>10} {'one more: median':>17} {'most':>6} {'nothing new':>12} {'kB a report':>12}"
        )
    else:
        print(
            f"{'reports':>8} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'pairs a report':>15} {'largest':>8}  growth: CPU, MB"
        )
    last = None
    for count in given.counts:
        command = [sys.executable, "-m", "benchmarks.linking_scale", "--one", *(["--add"] * given.add), str(count)]
        row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        if given.add:
            print(
                f"{count:8d} {row['whole']:10.1f} {row['median']:17.3f} {row['most']:6.2f} {row['nothing']:12.4f} {row['kb']:12.1f}",
                flush=True,
            )
            continue
        growth = f"{row['cpu'] / last['cpu']:.1f} {row['mb'] / last['mb']:.1f}" if last else ""
        each = ", ".join(f"{name} {row[name] / count:.0f}" for name in SHOWN)
        print(
            f"{count:8d} {row['cpu']:8.1f} {row['wall']:8.1f} {row['mb']:8.0f} {row['pairs'] / count:15.0f} {row['largest']:8.0f}  {growth}  ({each})",
            flush=True,
        )
        last = row


if __name__ == "__main__":
    sys.exit(main())
