"""How long each format takes for many lines, in CPU seconds, and how far memory grows with them.

Each export runs in a process of its own; ``grew`` is the peak resident memory over what the program itself needs.
A format is flat where ten times the lines do not grow it tenfold.

python -m benchmarks.exports [--lines 10000 100000] [FORMAT...]
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "exports"))

TABLES = ("csv", "parquet", "plover", "plover-statements", "uwazi", "ftm-statements", "jsonl")
LINES_A_REPORT = 85


def make(folder: Path, lines: int) -> int:
    """Make a story of so many lines; return how many it has. It is not linked: linking has its own benchmark."""
    from made import make_story

    with make_story(folder, reports=max(1, lines // LINES_A_REPORT), sentences=20, link=False) as story:
        return sum(1 for _ in story.iter_lines())


def measure(folder: Path, name: str) -> None:
    """Export once and tell the CPU seconds, the megabytes that memory grew by, and the size of the file."""
    from onrecord.exports import FORMATS
    from onrecord.exports.view import Selection
    from onrecord.store import open_story

    with open_story(folder) as story, tempfile.TemporaryFile() as out:
        if name == "parquet":
            import pyarrow.parquet  # noqa: F401 - what the library itself needs is no growth
        story.count_reports()
        base, start = peak(), time.process_time()
        FORMATS[name](story, Selection(), out)
        spent = time.process_time() - start
        print(json.dumps({"cpu": spent, "base": base, "grew": peak() - base, "size": out.tell() / 1e6}))


def peak() -> float:
    """Return the most memory this process held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(folder: Path, name: str) -> dict[str, float]:
    """Measure one export in a process of its own.

    The child is started from a small one: a process begins with the peak of whoever started it.
    """
    command = [sys.executable, "-m", "benchmarks.exports", "--measure", str(folder), name]
    shell = ["/bin/sh", "-c", '"$@"; exit $?', "sh", *command]
    done = subprocess.run(shell, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("formats", nargs="*", default=list(TABLES))
    chosen = parser.parse_args()
    if chosen.measure:
        measure(Path(chosen.formats[0]), chosen.formats[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        for lines in chosen.lines:
            made = Path(folder) / str(lines)
            print(f"{make(made, lines):,} lines")
            for name in chosen.formats:
                told = run(made, name)
                print(f"{name:<18} {told['cpu']:6.1f} s CPU   grew {told['grew']:6.1f} MB   {told['size']:7.1f} MB out")


if __name__ == "__main__":
    main()
