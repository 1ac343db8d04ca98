import io

import pytest

from onrecord.exports import export_story
from onrecord.exports.view import Selection

from .made import make_story


@pytest.fixture
def story(tmp_path):
    with make_story(tmp_path / "story") as opened:
        yield opened


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """A story that no test changes."""
    with make_story(tmp_path_factory.mktemp("kept") / "story") as opened:
        yield opened


@pytest.fixture(scope="session")
def export():
    """A function: story, format and selection to bytes."""

    def give(story, name="jsonl", **chosen):
        out = io.BytesIO()
        story.relink()
        export_story(story, name, Selection(**chosen), out)
        return out.getvalue()

    return give
