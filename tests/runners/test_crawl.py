"""A crawl goes in, is read and can be searched with three commands, also disturbed; what the run tells of itself."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.generated import report, write_crawl

ROOT = Path(__file__).parents[2]
PAGES = 48


@pytest.fixture
def onrecord(tmp_path):
    """Return a function that runs the command line in a folder of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def call(*args):
        command = [sys.executable, "-m", "onrecord", *map(str, args)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=300, check=False)

    return call


def test_three_commands(onrecord, tmp_path):
    write_crawl(12, tmp_path / "crawl.warc.gz")
    assert onrecord("init", "story").returncode == 0
    added = onrecord("add", "story", "crawl.warc.gz")
    assert "12 reports added" in added.stdout, added.stderr
    run = onrecord("run", "story", "--reader", "fast", "--profile", "--log-json", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["reports"] == 12
    lines = run.stderr.splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert [e["event"] for e in events] == ["run started", "run ended"]
    assert (events[0]["reports"], events[1]["failed"]) == (12, 0)
    stages = [line.split()[1] for line in lines if line.endswith("items")]
    assert stages[1:3] == ["load", "grammar"]
    assert stages[-2:] == ["keep", "link"]
    found = onrecord("search", "story", "file 3", "--json")
    assert report(3)["text"].split("\n\n")[-2] in found.stdout


def test_a_full_disk_and_a_lost_worker_lose_nothing(tmp_path):
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare to give the test a small disk of its own")
    from benchmarks.identity import FAST, call, digest
    from benchmarks.runs import on_small_disk

    (tmp_path / "disk").mkdir()
    done = subprocess.run(
        on_small_disk("crawl", str(PAGES), "--most", "1", "--at", str(tmp_path / "disk")),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    if done.returncode and ("unshare" in done.stderr or "mount" in done.stderr):
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    assert "killed a worker" in done.stdout
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["full"] == 6
    assert found["told"][0].endswith("is full; free some space and run again")
    assert found["before"] < PAGES
    assert (found["code"], found["reports"], found["readings"], found["found"]) == (0, PAGES, PAGES, True)
    assert ", 0 broken" in found["check"]
    write_crawl(PAGES, tmp_path / "crawl.warc.gz", 1)
    story = tmp_path / "story"
    for words in (("init", story), ("add", story, "crawl.warc.gz"), ("run", story, *FAST)):
        call(*words, at=tmp_path)
    assert digest(story) == found["record"]


def test_an_unknown_runner_is_refused(onrecord):
    onrecord("init", "story")
    run = onrecord("run", "story", "--on", "mars")
    assert run.returncode == 2
    assert "--on here or --on ray" in run.stderr
