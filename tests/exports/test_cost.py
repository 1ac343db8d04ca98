"""Tables grow with the lines, memory does not."""

import tracemalloc

import pytest

from onrecord.exports import FORMATS
from onrecord.exports.view import Selection

from .made import make_story

# the FollowTheMoney tables hold the entities across reports: the slow test bounds them
TABLES = ("csv", "plover", "plover-statements", "uwazi")


class Sink:
    """Takes bytes and only counts them."""

    closed = False

    def __init__(self):
        self.size = 0

    def write(self, data):
        self.size += len(data)
        return len(data)

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def flush(self):
        pass


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    """Two stories, one with six times the lines of the other."""
    folder = tmp_path_factory.mktemp("sizes")
    stories = [make_story(folder / str(n), reports=n, sentences=8, link=False) for n in (6, 36)]
    yield stories
    for story in stories:
        story.close()


def peak(story, name):
    sink = Sink()
    FORMATS[name](story, Selection(), sink)  # what is made once and kept is no growth
    tracemalloc.start()
    FORMATS[name](story, Selection(), sink)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most, sink.size


@pytest.mark.parametrize("name", TABLES)
def test_memory_stays_flat(name, sizes):
    (small, few), (large, many) = (peak(story, name) for story in sizes)
    assert many > 5 * few
    assert large < 2 * small, "six times the lines must not take twice the memory"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Folders of stories with ten and a hundred thousand lines."""
    from benchmarks.exports import make

    folders = [tmp_path_factory.mktemp("lines") / str(lines) for lines in (10_000, 100_000)]
    assert make(folders[0], 10_000) > 9_000
    assert make(folders[1], 100_000) > 99_000
    return folders


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TABLES, "ftm-statements", "parquet", "jsonl"])
def test_a_hundred_thousand_lines_take_under_twenty_seconds(name, many):
    from benchmarks.exports import run

    small, large = (run(folder, name) for folder in many)
    assert large["cpu"] < 20
    assert large["grew"] < small["grew"] + 40, "ten times the lines may take 40 MB more at most"
