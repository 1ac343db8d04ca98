"""A small run of the comparison that the benchmark makes with thousands of reports."""

import sys
from pathlib import Path

import pytest


@pytest.fixture
def identity(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))
    import benchmarks.identity

    return sys.modules[benchmarks.identity.__name__]


def test_shuffled_files_make_the_record_of_ordered_ones(identity):
    found = identity.compare(12, ["one", "shuffled"], kills=0)
    assert len(set(found.values())) == 1


@pytest.mark.slow
def test_every_way_makes_one_record(identity):
    found = identity.compare(120, ["one", "two", "ray", "shuffled", "killed"], kills=4)
    assert len(set(found.values())) == 1
