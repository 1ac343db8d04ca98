"""Seconds and memory of reading beside the bare spaCy pass on the same texts, in one run.

python -m benchmarks.reading                     # ratios for fast and accurate
python -m benchmarks.reading --memory 100 1000   # peak RSS for so many reports
python -m benchmarks.reading --table             # reports a second and memory: bare, one and two processes, Ray
"""

import argparse
import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import spacy

from onrecord.backends.blocks import find_blocks
from onrecord.backends.grammar import find_pinned
from onrecord.model import Report
from onrecord.pipeline import load_pipeline
from onrecord.resources import Options
from onrecord.testing import make_report

EXAMPLE = Path(__file__).parents[1] / "examples" / "paintings"


def sample(count: int) -> Iterator[Report]:
    """Yield reports: the example's texts over and over, each with a number of its own."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(EXAMPLE.glob("*.txt"))]
    for n in range(count):
        yield make_report(f"{texts[n % len(texts)]}\nDispatch {n}.\n")


def load_bare():
    """Load the language model as spaCy itself does, without what the grammar backend does to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(find_pinned())


def bare(nlp, reports: list[Report]) -> float:
    """Return CPU seconds of the language model alone, on the blocks that reading gives it, batched as it likes."""
    blocks = bare_blocks(reports)
    start = time.process_time()
    for _ in nlp.pipe(blocks):
        pass
    return time.process_time() - start


def bare_blocks(reports: list[Report]) -> list[str]:
    """Return the paragraphs that reading gives the language model."""
    return [b.cut(r.text) for r in reports for b in find_blocks(r.text)]


def ratio(reader: str, count: int, rounds: int) -> dict[str, float]:
    """Return the ratio of reading to the bare pass: the median of several rounds in one process, and of the fastest.

    On a machine that does other things too, the fastest rounds are the ones that nobody disturbed.
    """
    pipeline = load_pipeline(Options(reader=reader))
    reports = list(sample(count))
    alone_nlp = load_bare()
    pipeline.read(reports[0])
    bare(alone_nlp, reports)
    ratios, seconds, bares = [], [], []
    for _ in range(rounds):
        bares.append(bare(alone_nlp, reports))
        start = time.process_time()
        for _ in pipeline.read_all(reports):
            pass
        seconds.append(time.process_time() - start)
        ratios.append(seconds[-1] / bares[-1])
    middle = sorted(range(rounds), key=ratios.__getitem__)[rounds // 2]
    words = sum(len(r.text.split()) for r in reports)
    best = min(seconds) / min(bares)
    return {
        "ratio": ratios[middle],
        "best": best,
        "reports_s": count / seconds[middle],
        "words_s": words / seconds[middle],
    }


def peak(count: int, reader: str) -> None:
    """Read so many reports and print the peak RSS in megabytes."""
    pipeline = load_pipeline(Options(reader=reader))
    for _ in pipeline.read_all(sample(count)):
        pass
    print(json.dumps({"reports": count, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def main() -> None:
    """Print what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=60)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--reader", choices=["fast", "accurate"], action="append")
    asked.add_argument("--memory", type=int, nargs="+", metavar="REPORTS")
    asked.add_argument("--table", type=int, nargs="?", const=300, metavar="REPORTS")
    asked.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    readers = given.reader or ["fast", "accurate"]
    if given.peak:
        peak(given.peak, readers[0])
    elif given.table:
        from benchmarks.reading_ways import table

        table(given.table)
    elif given.memory:
        for reader in readers:
            for count in given.memory:
                command = [sys.executable, "-m", "benchmarks.reading", "--peak", str(count), "--reader", reader]
                print(reader, subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    else:
        for reader in readers:
            figures = ratio(reader, given.reports, given.rounds)
            print(
                f"{reader:<9} {figures['ratio']:.2f} x the bare pass ({figures['best']:.2f} in the fastest rounds), "
                f"{figures['reports_s']:.1f} reports/s, {figures['words_s']:,.0f} words/s on one core"
            )


if __name__ == "__main__":
    main()
