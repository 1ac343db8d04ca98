"""Killed, interrupted, or on a full disk: the next run gives the record that one undisturbed run gives."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def folder(disturb, tmp_path_factory):
    return disturb.fill(tmp_path_factory.mktemp("in"))


@pytest.fixture(scope="module")
def undisturbed(disturb, folder, tmp_path_factory):
    """Return a function: part of the work -> the record of one run that nothing disturbed, and how long it took."""

    @cache
    def run(part):
        story = tmp_path_factory.mktemp("calm") / "story"
        assert disturb.cli("init", story)[0] == 0
        begun = time.perf_counter()
        code, out, err = disturb.cli(*disturb.go(story, folder, part))
        seconds = time.perf_counter() - begun
        assert code == 2, err  # one file cannot be read
        assert "37 reports" in out, out
        assert "broken.pdf: is a damaged PDF" in err
        found = disturb.record(story)
        assert found.count(b"repeated across reports of the outlet") >= 5
        return found, seconds

    return run


def same_after_kills(disturb, folder, undisturbed, story, seed, kills, part):
    found, seconds = undisturbed(part)
    assert disturb.cli("init", story)[0] == 0
    moments = disturb.chain(story, folder, seed, kills, seconds, part)
    assert disturb.record(story) == found, f"differs after kills at {moments}"
    with closing(sqlite3.connect(story / "story.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM rejection").fetchone() == (1,)


def test_killed_runs_end_in_the_same_record(disturb, folder, undisturbed, tmp_path):
    same_after_kills(disturb, folder, undisturbed, tmp_path / "story", 1, 2, "add")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_fifty_kills_end_in_the_same_record(disturb, folder, undisturbed, tmp_path, seed):
    same_after_kills(disturb, folder, undisturbed, tmp_path / "story", seed, 5, "whole")


def reports_in(story: Path, table: str) -> int:
    """Return how many rows a table of a story has, 0 while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{story / 'story.db'}?mode=ro", uri=True)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize("table", ["report", pytest.param("reading", marks=pytest.mark.slow)])
def test_an_interrupt_leaves_a_story_that_run_continues(disturb, tmp_path, table):
    many = disturb.fill(tmp_path / "in", files=120 if table == "report" else 60)
    story = tmp_path / "story"
    process = disturb.start("build", many, "-o", story, *disturb.FAST)
    deadline = time.monotonic() + 120
    while reports_in(story, table) < 8 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    disturb.send(process, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err.splitlines()[-1] == "onrecord: stopped; nothing is lost: 'onrecord run STORY' goes on from here"
    assert "Traceback" not in err
    kept = reports_in(story, table)
    assert 8 <= kept < (133 if table == "report" else 73)
    shutil.rmtree(many)
    code, out, err = disturb.cli("run", story, *disturb.FAST)
    assert code == 0, err
    assert reports_in(story, "reading") == reports_in(story, "report") >= kept
    assert f"{reports_in(story, 'report')} reports" in out


def test_a_watched_folder_is_added_until_an_interrupt(disturb, tmp_path):
    story, folder = tmp_path / "story", tmp_path / "in"
    folder.mkdir()
    assert disturb.cli("init", story)[0] == 0
    process = disturb.start("add", story, folder, "--watch")
    (folder / "a.txt").write_text(disturb.text(1))
    deadline = time.monotonic() + 60
    while reports_in(story, "report") < 1 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(2.5)
    disturb.send(process, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "1 report added\n"), err
    assert err == f"onrecord: watching {folder}; press Ctrl-C to stop\n"


def test_a_terminal_is_shown_rate_and_remaining_time(disturb, tmp_path):
    if shutil.which("script") is None:
        pytest.skip("there is no script to lend the test a terminal")
    many = disturb.fill(tmp_path / "in", files=20)
    assert disturb.cli("init", tmp_path / "story")[0] == 0
    command = f"{sys.executable} -m onrecord add {tmp_path / 'story'} {many}"
    env = {**os.environ, "PYTHONPATH": str(disturb.ROOT / "src"), "COLUMNS": "160", "TERM": "xterm"}
    done = subprocess.run(
        ["script", "-qc", command, "/dev/null"], capture_output=True, env=env, timeout=100, check=False
    )
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", done.stdout.decode())
    assert re.search(r"adding \S+\s+26/26\s+[\d.,]+ a second\s+0:00:\d\d left 0:00:00", shown), shown[-400:]


DRIVER = """
import json, os, subprocess, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from disturbed import FAST, cli, fill, record
room, size = Path(sys.argv[2]), sys.argv[3]
mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(room)], capture_output=True)
if mounted.returncode:
    print(json.dumps({"skip": mounted.stderr.decode()}))
    sys.exit()
story, folder = room / "story", Path(sys.argv[4])
whole = sys.argv[5] == "whole"
full = [cli("init", story), cli("add", story, folder), *([cli("run", story, *FAST)] if whole else [])]
subprocess.run(["mount", "-o", "remount,size=200m", str(room)], check=True)
after = cli("build", folder, "-o", story, *FAST) if whole else cli("add", story, folder)
print(json.dumps({"full": full, "after": after, "check": cli("check", story)[1], "record": record(story).decode()}))
"""


@pytest.mark.parametrize(
    ("size", "part"),
    [
        ("500k", "add"),
        *(pytest.param(s, "whole", marks=pytest.mark.slow) for s in ("60k", "300k", "500k")),
    ],
)
def test_a_full_disk_is_a_sentence_and_loses_nothing(folder, undisturbed, tmp_path, size, part):
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare to give the test a small disk of its own")
    room = tmp_path / "room"
    room.mkdir()
    command = [
        "unshare",
        "-rm",
        sys.executable,
        "-c",
        DRIVER,
        str(Path(__file__).parent),
        str(room),
        size,
        str(folder),
        part,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode and "unshare" in done.stderr:
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    if "skip" in found:
        pytest.skip(f"no small disk can be made here: {found['skip'].strip()}")
    failed = [(code, err) for code, _, err in found["full"] if code not in {0, 2}]
    assert failed
    for code, err in failed:
        assert code == 6
        last = err.splitlines()[-1]
        assert last == f"onrecord: the disk that holds {room / 'story'} is full; free some space and run again"
        assert "Traceback" not in err
    assert found["after"][0] in {0, 2}, found["after"]  # 0: the file that cannot be read was told of before
    assert " 0 broken" in found["check"]
    assert found["record"].encode() == undisturbed(part)[0]
