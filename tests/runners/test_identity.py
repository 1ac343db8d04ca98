"""However the record is made, it is the same: the benchmark's comparison with few reports."""

import importlib
import io
import random
import sys
from pathlib import Path

import pytest

from onrecord.exports import export_story
from onrecord.exports.records import Selection
from onrecord.intake import IntakeOptions
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story

ROOT = Path(__file__).parents[2]


@pytest.fixture
def benchmarks(monkeypatch):
    """The package of benchmarks, which stands beside the tests."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    importlib.import_module("benchmarks.identity")
    return sys.modules["benchmarks"]


def test_shuffled_files_and_resumed_runs_make_the_same_record(benchmarks, tmp_path, nlp_backend, monkeypatch):
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))
    files = benchmarks.generated.write_reports(20, tmp_path / "in")
    records = []
    for name, seed in (("ordered", None), ("shuffled", 5)):
        if seed:
            random.Random(seed).shuffle(files)
        with open_story(tmp_path / name, create=True, clock=lambda: "2026-01-01T00:00:00") as story:
            add_paths(story, [str(f) for f in files], IntakeOptions(isolate=False))
            if seed:
                stopped_at(story, pipeline, 8)
            run_story(story, pipeline)
            out = io.BytesIO()
            export_story(story, "jsonl", Selection(), out)
            records.append(out.getvalue())
    assert records[0] == records[1]
    assert records[0].count(b'"kind":"report"') == 20


def stopped_at(story, pipeline, reports):
    """Stop a run after so many reports."""

    def stop(done, _all):
        if done >= reports:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_story(story, pipeline, stop)
    assert len(story.read_reports()) == reports


@pytest.mark.slow
def test_every_way_makes_one_record(benchmarks):
    ways = ["one", "two", "ray", "shuffled", "postgres", "killed"]
    found = benchmarks.identity.compare(benchmarks.identity.Wanted(120, kills=4), ways)
    assert len(set(found.values())) == 1
