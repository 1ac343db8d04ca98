"""A small folder of mixed files and the real command line, to be killed, interrupted and starved of room."""

import importlib.util
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHO = ("Mayor Ada Lund", "Governor Piet Haan", "Minister Rosa Wenk")
WHAT = ("the flood had destroyed {n} homes in Orrby", "{n} people had left the valley", "the council owed {n} euros")
FAST = ("--reader", "fast")


def fill(folder: Path, files: int = 24) -> Path:
    """Write texts, pages and tables of one outlet, a mail, a crawl, an archive and a file that cannot be read."""
    spec = importlib.util.spec_from_file_location("samples", ROOT / "tests" / "intake" / "samples.py")
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        (folder / f"{number:02}.txt").write_text(text(number), encoding="utf-8")
    rows = [
        {
            "id": f"row-{n}",
            "text": text(100 + n) + "Valley Post online\n",
            "outlet": "Valley Post",
            "published": "2024-03-0" + str(n + 1),
        }
        for n in range(5)
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "saved.html").write_bytes(samples.page())
    (folder / "mail.eml").write_bytes(samples.eml())
    (folder / "crawl.warc.gz").write_bytes(samples.warc())
    (folder / "many.zip").write_bytes(samples.zipped({"a.txt": text(200).encode(), "b.pdf": samples.pdf()}))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n" + b"garbage " * 50)
    return folder


def text(number: int) -> str:
    """Return an invented report; each number gives another one."""
    chosen = random.Random(number)
    lines = [
        f"{chosen.choice(WHO)} said on Tuesday that {chosen.choice(WHAT).format(n=number * 10 + k)}." for k in range(4)
    ]
    return "\n".join(lines) + f"\n“We will rebuild road {number},” {WHO[number % 3]} told reporters in March 2024.\n"


def start(*args: object) -> subprocess.Popen:
    """Start the command line in a process group of its own."""
    command = [sys.executable, "-m", "onrecord", *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, start_new_session=True
    )


def cli(*args: object) -> tuple[int, str, str]:
    """Run the command line to its end; return code, standard output and standard error."""
    process = start(*args)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def stop_after(seconds: float, number: int, *args: object) -> tuple[int, str, str]:
    """Run the command line and send its process group a signal after some seconds."""
    process = start(*args)
    time.sleep(seconds)
    send(process, number)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def send(process: subprocess.Popen, number: int) -> None:
    """Send a signal to a process and its children, if they are still there."""
    if process.poll() is None:
        os.killpg(process.pid, number)


def record(story: Path) -> bytes:
    """Return the record as JSON lines, without the time at which each report was added."""
    code, out, err = cli("export", story, "jsonl")
    assert code == 0, err
    return re.sub(r'"added":"[^"]*"', '"added":""', out).encode()


def go(story: Path, folder: Path, part: str) -> tuple[object, ...]:
    """Return the command that takes a folder into a story: all of it, or adding alone."""
    return ("build", folder, "-o", story, *FAST) if part == "whole" else ("add", story, folder)


def chain(story: Path, folder: Path, seed: int, kills: int, seconds: float, part: str) -> list[float]:
    """Kill a command at random moments, run it again each time, and at last let it end; return the moments."""
    chosen = random.Random(seed)
    moments = []
    for _ in range(kills):
        moments.append(chosen.uniform(0.1, 1.0) * seconds)
        stop_after(moments[-1], signal.SIGKILL, *go(story, folder, part))
    code, _, err = cli(*go(story, folder, part))
    assert code in {0, 2}, err
    return moments
