"""Ten thousand mixed files: files a second, processor time, peak memory, and a second look at the same folder.

python -m evaluation.intake.speed [FILES]
"""

import importlib.util
import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

from evaluation.intake.pages import bodies, build

from onrecord.intake import IntakeOptions, read_sources
from onrecord.model import Report

KINDS = 20


def fill(folder: Path, files: int) -> None:
    """Write so many files: half texts, a quarter pages, the rest of all other formats."""
    path = Path(__file__).parents[2] / "tests" / "intake" / "samples.py"
    spec = importlib.util.spec_from_file_location("samples", path)
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    menu = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(120))
    texts = ["\n\n".join(body * 5) for body in bodies()]
    pages = [build("divs", body * 5, extra=f"<ul>{menu}</ul><script>{'var a=1;' * 2000}</script>") for body in bodies()]
    others = {
        "pdf": samples.pdf(pages=2),
        "docx": samples.docx(),
        "eml": samples.eml(),
        "xml": samples.rss(),
        "odt": samples.odt(),
    }
    for number in range(files):
        place = folder / f"{number % 100:02}"
        place.mkdir(exist_ok=True)
        turn = number % KINDS
        if turn < 10:
            (place / f"{number}.txt").write_text(f"Report {number}\n\n{texts[number % len(texts)]}")
        elif turn < 15:
            (place / f"{number}.html").write_bytes(pages[number % len(pages)].replace(b"valley", b"valley %d" % number))
        else:
            ending, data = list(others.items())[turn - 15]
            (place / f"{number}.{ending}").write_bytes(data)


class Peak(threading.Thread):
    """Samples the resident memory of this process and its children."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.2):
            self.peak = max(self.peak, sum(map(_resident, [os.getpid(), *_children(os.getpid())])))


def _children(parent: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        found += [int(p) for p in (task / "children").read_text().split()]
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def main(files: int = 10_000) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), files)
        peak, seen, reports = Peak(), set(), 0
        peak.start()
        start, own = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
        for source in read_sources([name], IntakeOptions(workers=2)):
            reports += sum(isinstance(i, Report) for i in source.items)
            if source.complete:
                seen.add((source.path, source.size, source.mtime_ns))
        wall = time.perf_counter() - start
        peak.ended.set()
        now, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        used = now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime + child.ru_utime + child.ru_stime
        start = time.perf_counter()
        again = list(read_sources([name], IntakeOptions(known=lambda *key: key in seen)))
        second = time.perf_counter() - start
        print(
            f"{files} files, {reports} reports: {wall:.1f} s wall ({files / wall:.0f} a second), {used:.1f} s of processor"
        )
        print(
            f"on two free cores {2 * files / used:.0f} a second; peak memory of all processes {peak.peak / 1e6:.0f} MB"
        )
        print(f"second look: {second:.2f} s, {second / wall:.3f} of the first, {len(again)} files read")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
