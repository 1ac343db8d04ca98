"""The pinned floors on the gold files that rules were not tuned on."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_floors_hold(shared, monkeypatch):
    del shared
    monkeypatch.syspath_prepend(str(ROOT))
    from evaluation.timexes.measure import FIGURES, measure

    floors = json.loads((ROOT / "evaluation" / "timexes" / "floors.json").read_bytes())
    found = measure("report")
    for name in FIGURES:
        assert found.scores[name]["F1"] >= floors[name]
    assert len(found.wrong_undated) <= floors["wrong_undated_at_most"]
