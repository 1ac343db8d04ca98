"""Several workers make the same record; a worker that is lost loses nothing; a poisonous report is set aside."""

import io
import os
import signal
import subprocess

import pytest

from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.intake import IntakeOptions
from onrecord.resources import Options
from onrecord.runners import Limits, add_paths, run_story, run_story_on
from onrecord.store import open_story

TEXT = (
    "Mayor Ada Lund said on {n} May 2024 that the flood destroyed {n} homes. “We will rebuild,” she told reporters.\n"
)
OPTIONS = Options(reader="fast")


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(1, 25):
        (folder / f"{n:02}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    return folder


def make(folder, reports):
    story = open_story(folder, create=True, clock=lambda: "2026-01-01T00:00:00")
    add_paths(story, [str(reports)], IntakeOptions(isolate=False))
    return story


def export(story):
    out = io.BytesIO()
    export_story(story, "jsonl", Selection(), out)
    return out.getvalue()


def test_two_workers_make_the_record_of_one(tmp_path, reports, nlp_backend):
    from onrecord.pipeline import Pipeline
    from onrecord.resources import Resources

    with make(tmp_path / "one", reports) as one, make(tmp_path / "two", reports) as two:
        run_story(one, Pipeline(grammar=nlp_backend, resources=Resources(options=OPTIONS)))
        outcome = run_story_on(two, OPTIONS, Limits(workers=2))
        assert outcome.read == 24
        assert outcome.failed == ()
        assert export(one) == export(two)


def test_a_worker_that_is_killed_loses_nothing(tmp_path, reports):
    with make(tmp_path / "story", reports) as story:
        killed = []

        def kill(done, total):
            if not killed:
                command = ["pgrep", "-P", str(os.getpid()), "-f", "onrecord.runners.worker"]
                found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
                children = [int(p) for p in found.split()]
                if children:
                    os.kill(children[0], signal.SIGKILL)
                    killed.append(children[0])

        outcome = run_story_on(story, OPTIONS, Limits(workers=2), kill)
        assert killed
        assert outcome.failed == ()
        assert len(story.read_reports()) == 24


@pytest.mark.usefixtures("poison")
def test_a_report_that_kills_its_worker_is_set_aside(tmp_path, reports):
    """The worker gets so little time for one report that its own supervisor ends it."""
    (reports / "poison.txt").write_text("POISON " + TEXT.format(n=99), encoding="utf-8")
    with make(tmp_path / "story", reports) as story:
        outcome = run_story_on(story, OPTIONS, Limits(workers=2))
        ((report, reason),) = outcome.failed
        assert "SIGKILL" in reason
        assert story.report(report).path.endswith("poison.txt")
        assert len(story.read_reports()) == 24
        assert run_story_on(story, OPTIONS, Limits(workers=1)).read == 0


def test_a_missing_model_is_said_by_the_supervisor(tmp_path, reports):
    from onrecord.errors import ResourceMissing

    with make(tmp_path / "story", reports) as story, pytest.raises(ResourceMissing, match="no_such_model"):
        run_story_on(story, Options(reader="fast", model="no_such_model"), Limits(workers=1))
