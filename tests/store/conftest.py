from itertools import count

import pytest

from onrecord.intake import IntakeOptions
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story

OPTIONS = IntakeOptions(isolate=False)

FLOOD = (
    "Mayor Ada Lund said on Tuesday that the flood had destroyed 40 homes in Orrby.\n"
    "“We will rebuild every one of them,” Lund told reporters. The council plans to meet in March 2024.\n"
)
LATER = (
    "The council of Orrby counted 44 destroyed homes, Ada Lund said in May 2024.\n"
    "Governor Piet Haan criticised Lund last week. “She was late,” Haan said.\n"
)


def ticking():
    ticks = count()
    return lambda: f"2026-01-01T00:00:00.{next(ticks):06d}+00:00"


@pytest.fixture
def clock():
    return ticking()


@pytest.fixture(scope="session")
def pipeline(nlp_backend):
    return Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "flood.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    return folder


@pytest.fixture
def story(tmp_path, files, pipeline, clock):
    with open_story(tmp_path / "story", create=True, clock=clock) as opened:
        add_paths(opened, [str(files)], OPTIONS)
        run_story(opened, pipeline)
        yield opened
