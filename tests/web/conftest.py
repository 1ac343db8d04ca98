import shutil

import pytest

from onrecord.intake import IntakeOptions
from onrecord.pipeline import Pipeline
from onrecord.resources import Options, Resources
from onrecord.runners import add_paths, run_story
from onrecord.store import open_story
from onrecord.web.app import create_app

HOSTILE = (
    "Mayor Ada Lund said the <script>alert('x')</script> bridge “will open <img src=x onerror=alert(1)>” on Tuesday.\n"
    '“We waited 🎉 long enough,” she told reporters. The council counted 17 of those 40 cracks in "><svg onload=alert(2)>.\n'
)
OTHER = (
    "The council counted 19 of the 40 cracks in the bridge, Piet Haan said in May 2024.\n"
    "Governor Piet Haan criticised Ada Lund last week. “She was late,” Haan said.\n"
)


@pytest.fixture(scope="session")
def built(tmp_path_factory, nlp_backend):
    """A story of two hostile reports, built once."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "in").mkdir()
    (folder / "in" / "bridge.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "in" / "other.txt").write_text(OTHER, encoding="utf-8")
    pipeline = Pipeline(grammar=nlp_backend, resources=Resources(options=Options(reader="fast")))
    with open_story(folder / "story", create=True) as opened:
        add_paths(opened, [str(folder / "in")], IntakeOptions(isolate=False))
        run_story(opened, pipeline)
    return folder / "story"


@pytest.fixture
def story(built, tmp_path):
    with open_story(shutil.copytree(built, tmp_path / "story")) as opened:
        yield opened


@pytest.fixture
def client(story, client_of):
    return client_of(create_app(story, who="pat"))
