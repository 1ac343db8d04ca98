"""How linking grows: ``python -m benchmarks.linking_scale 1000 10000 100000``.

Links made-up reports (:mod:`benchmarks.made_stories`) as one story, each size in a process of its own, and prints CPU
seconds, peak memory, candidate pairs and how they grow.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

from benchmarks.made_stories import Town
from onrecord.linking.linker import Linker
from onrecord.model import LinkOf

SHOWN = ("copy", "entity", "occasion", "event", "quotation", "figure")


def memory() -> float:
    """Return the most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> dict[str, float]:
    """Link so many reports and go through everything that comes out, holding none of it."""
    pairs: dict[str, int] = {}
    town = Town()
    start = time.process_time()
    for _ in town.stories(count):
        pass
    making = time.process_time() - start

    def watch(layer, _ids, _blocks, edges):
        pairs[layer.name] = len(edges)
        print(f"  {layer.name}: {len(edges)} pairs, {time.process_time() - start - making:.0f} s", file=sys.stderr)

    start, wall = time.process_time(), time.perf_counter()
    making = 0 if count < 2 else making
    with Linker(Town().stories(count), watch=watch) as linker:
        sizes = [len(c.lines) for of in (LinkOf.ENTITY, LinkOf.EVENT, LinkOf.QUOTATION) for c in linker.clusters(of)]
        given = sum(1 for rows in (linker.links(), linker.verdicts(), linker.timeline()) for _ in rows)
    return {
        "reports": count,
        "cpu": time.process_time() - start - making,
        "wall": time.perf_counter() - wall,
        "mb": memory(),
        "largest": max(sizes),
        "given": given,
        "pairs": sum(pairs.values()),
        **pairs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="+", type=int)
    parser.add_argument("--one", action="store_true", help="measure in this process and print JSON")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.counts[0])))
        return
    print(
        f"{'reports':>8} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'pairs a report':>15} {'largest':>8}  growth: CPU, MB"
    )
    last = None
    for count in given.counts:
        command = [sys.executable, "-m", "benchmarks.linking_scale", "--one", str(count)]
        row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        growth = f"{row['cpu'] / last['cpu']:.1f} {row['mb'] / last['mb']:.1f}" if last else ""
        each = ", ".join(f"{name} {row[name] / count:.0f}" for name in SHOWN)
        print(
            f"{count:8d} {row['cpu']:8.1f} {row['wall']:8.1f} {row['mb']:8.0f} {row['pairs'] / count:15.0f} {row['largest']:8.0f}  {growth}  ({each})",
            flush=True,
        )
        last = row


if __name__ == "__main__":
    sys.exit(main())
