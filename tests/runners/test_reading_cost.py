"""Reading costs at most so many times the bare spaCy pass (the table: ``python -m benchmarks.reading --table``)."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(("reader", "most"), [("fast", 1.25), ("accurate", 2.5)])
def test_reading_beside_the_bare_pass(reader, most, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    reading = importlib.import_module("benchmarks.reading")
    figures = reading.ratio(reader, count=25, rounds=7)
    # other jobs disturb one of the two more; on a quiet machine they agree
    assert min(figures["ratio"], figures["best"]) <= most
