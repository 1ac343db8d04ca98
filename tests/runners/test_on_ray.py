"""On Ray: the same record, also when a worker is lost in the middle; a poisonous report is set aside."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import ResourceMissing
from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.intake import IntakeOptions
from onrecord.resources import Options
from onrecord.runners import Limits, add_paths, run_story_on, run_story_on_ray
from onrecord.store import open_story

TEXT = "Mayor Ada Lund said on {n} May 2024 that the flood destroyed {n} homes. “We will rebuild,” she told us.\n"
OPTIONS = Options(reader="fast")


def make(folder, reports):
    story = open_story(folder, create=True, clock=lambda: "2026-01-01T00:00:00")
    add_paths(story, [str(reports)], IntakeOptions(isolate=False))
    return story


def export(story):
    out = io.BytesIO()
    export_story(story, "jsonl", Selection(), out)
    return out.getvalue()


def reports_in(folder, count):
    folder.mkdir()
    for n in range(1, count + 1):
        (folder / f"{n:03}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    return folder


def test_without_the_extra_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    said = pytest.raises(ResourceMissing, match=r"pip install 'onrecord\[ray\]'")
    with make(tmp_path / "story", reports_in(tmp_path / "in", 1)) as story, said:
        run_story_on_ray(story, OPTIONS, Limits(workers=1))


def workers_of(name):
    found = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True, check=False).stdout
    mine = []
    for pid in map(int, found.split()):
        try:
            if f"ONRECORD_TEST={os.getpid()}".encode() in Path(f"/proc/{pid}/environ").read_bytes():
                mine.append(pid)
        except OSError:
            continue
    return mine


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("lost", ["ShardReader", "onrecord.runners.worker"], ids=["actor", "child"])
def test_a_lost_worker_loses_nothing(tmp_path, monkeypatch, lost):
    pytest.importorskip("ray")
    monkeypatch.setenv("ONRECORD_TEST", str(os.getpid()))
    reports = reports_in(tmp_path / "in", 60)
    killed = []

    def kill(_done, _total):
        if not killed and (found := workers_of(lost)):
            os.kill(found[0], signal.SIGKILL)
            killed.append(found[0])

    with make(tmp_path / "here", reports) as here, make(tmp_path / "ray", reports) as there:
        run_story_on(here, OPTIONS, Limits(workers=1))
        outcome = run_story_on_ray(there, OPTIONS, Limits(workers=2), kill)
        assert killed
        assert outcome.read == 60
        assert outcome.failed == ()
        assert export(there) == export(here)
        assert [p for p in (tmp_path / "ray" / "shards").rglob("*") if p.is_file()] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("poison")
def test_a_poisonous_report_is_set_aside_inside_its_task(tmp_path):
    pytest.importorskip("ray")
    reports = reports_in(tmp_path / "in", 12)
    (reports / "poison.txt").write_text("POISON " + TEXT.format(n=99), encoding="utf-8")
    with make(tmp_path / "story", reports) as story:
        outcome = run_story_on_ray(story, OPTIONS, Limits(workers=1))
        ((report, reason),) = outcome.failed
        assert "SIGKILL" in reason
        assert story.report(report).path.endswith("poison.txt")
        assert len(story.read_reports()) == 12
