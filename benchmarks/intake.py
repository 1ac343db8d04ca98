"""Ten thousand mixed files through ``onrecord add``: files a second, peak memory, and a second add of the same folder.

python -m benchmarks.intake [FILES]
"""

import contextlib
import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from evaluation.intake.pages import bodies, build

from onrecord.store import open_story

KINDS = 20


def fill(folder: Path, files: int) -> None:
    """Write so many files: half texts, a quarter pages, the rest of all other formats."""
    path = Path(__file__).parents[1] / "tests" / "intake" / "samples.py"
    spec = importlib.util.spec_from_file_location("samples", path)
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    menu = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(120))
    texts = ["\n\n".join(body * 5) for body in bodies()]
    pages = [build("divs", body * 5, extra=f"<ul>{menu}</ul><script>{'var a=1;' * 2000}</script>") for body in bodies()]
    others = {
        "pdf": lambda: samples.pdf(pages=2),
        "docx": samples.docx,
        "eml": samples.eml,
        "xml": samples.rss,
        "odt": samples.odt,
    }
    first = samples.FIRST
    for number in range(files):
        place = folder / f"{number % 100:02}"
        place.mkdir(exist_ok=True)
        turn = number % KINDS
        if turn < 10:
            (place / f"{number}.txt").write_text(f"Report {number}\n\n{texts[number % len(texts)]}")
        elif turn < 15:
            (place / f"{number}.html").write_bytes(pages[number % len(pages)].replace(b"valley", b"valley %d" % number))
        else:
            ending = list(others)[turn - 15]
            samples.FIRST = f"{first} It was dam {number}."
            (place / f"{number}.{ending}").write_bytes(others[ending]())


class Peak(threading.Thread):
    """Samples the resident memory of the processes below this one."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.2):
            self.peak = max(self.peak, sum(map(_resident, _children(os.getpid()))))


def _children(parent: int) -> list[int]:
    """Return the processes below one, at any depth."""
    found = []
    for task in Path("/proc").glob(f"{parent}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *_children(child)]
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def add(story: Path, folder: Path) -> tuple[float, float, str]:
    """Add a folder with the command line; return wall seconds, processor seconds and what it said."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "onrecord", "add", str(story), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used, (done.stdout or done.stderr).strip().splitlines()[-1]


def main(files: int = 10_000) -> int:
    """Measure; return 1 when a goal is not reached."""
    with tempfile.TemporaryDirectory() as name:
        folder, story = Path(name) / "in", Path(name) / "story"
        folder.mkdir()
        fill(folder, files)
        with open_story(story, create=True):
            pass
        peak = Peak()
        peak.start()
        wall, used, said = add(story, folder)
        peak.ended.set()
        again, _, said_again = add(story, folder)
        stored = sum(p.stat().st_size for p in story.iterdir())
    rate, share = files / wall, again / wall
    print(f"{files:,} files, {said}: {wall:.1f} s ({rate:.0f} files a second), {used:.1f} s of processor time")
    print(
        f"of the processor's time alone, on {os.cpu_count()} free cores: {(os.cpu_count() or 1) * files / used:.0f} files a second at most"
    )
    print(f"peak memory of all processes {peak.peak / 1e6:.0f} MB; the story takes {stored / 1e6:.0f} MB")
    print(f"second add: {again:.2f} s, {share:.3f} of the first; {said_again}")
    missed = [
        n
        for n, ok in (("200 files a second", rate >= 200), ("600 MB", peak.peak < 600e6), ("a tenth", share < 0.1))
        if not ok
    ]
    print(f"missed: {', '.join(missed)}" if missed else "every goal is reached: 200 files a second, 600 MB, a tenth")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
