"""A crawl goes in, is read and can be searched with three commands; what the run tells of itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def onrecord(tmp_path):
    """Return a function that runs the command line in a folder of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def call(*args):
        command = [sys.executable, "-m", "onrecord", *map(str, args)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=300, check=False)

    return call


def test_three_commands(onrecord, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.generated import report, write_crawl

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


def test_an_unknown_runner_is_refused(onrecord):
    onrecord("init", "story")
    run = onrecord("run", "story", "--on", "mars")
    assert run.returncode == 2
    assert "--on here or --on ray" in run.stderr
