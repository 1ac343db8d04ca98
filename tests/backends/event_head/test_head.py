"""The shipped head: its labels, its independence of batches, its checks."""

import json
import shutil

import pytest

from onrecord.backends.event_head import load_event_head
from onrecord.backends.event_head.head import WEIGHTS
from onrecord.errors import ResourceDamaged, ResourceMissing

ASKED = [
    ("Rebels attacked the convoy.", 7, 15),
    ("The mayor said the talks with the dockers would go on until a deal on wages is signed.", 19, 24),
    ("The mayor said the talks with the dockers would go on until a deal on wages is signed.", 73, 79),
    ("Police arrested two clerks.", 7, 15),
]


@pytest.fixture(scope="module")
def head():
    return load_event_head()


def test_probabilities_a_label(head):
    for view in head.type_triggers(ASKED):
        assert set(view) == set(head.labels)
        assert sum(view.values()) == pytest.approx(1, abs=0.01)


def test_plain_sentences(head):
    views = head.type_triggers([ASKED[0], ASKED[3]])
    assert [max(v, key=v.get) for v in views] == ["ASSAULT", "COERCE"]


def test_no_batch_changes_a_result(head):
    together = head.type_triggers(ASKED)
    alone = [head.type_triggers([a])[0] for a in ASKED]
    backwards = head.type_triggers(ASKED[::-1])[::-1]
    assert together == alone == backwards


def test_a_trigger_of_its_own_in_one_sentence(head):
    first, second = head.type_triggers(ASKED[1:3])
    assert first != second


def test_long_sentences_are_read_around_the_trigger(head):
    text = "and then the report went on about other things " * 60 + "until rebels attacked the convoy."
    start = text.index("attacked")
    [view] = head.type_triggers([(text, start, start + 8)])
    assert sum(view.values()) == pytest.approx(1, abs=0.01)


def test_lone_surrogates_are_read_over(head):
    [view] = head.type_triggers([("Rebels \ud800 attacked the convoy.", 9, 17)])
    assert max(view, key=view.get) == "ASSAULT"


def test_nothing_asked(head):
    assert head.type_triggers([]) == []


def test_weights_stay_small():
    assert sum(p.stat().st_size for p in WEIGHTS.iterdir()) <= 24_000_000


def test_missing_weights(tmp_path):
    with pytest.raises(ResourceMissing, match="reinstall"):
        load_event_head(tmp_path)


def test_damaged_weights(tmp_path):
    shutil.copytree(WEIGHTS, tmp_path / "w")
    pins = json.loads((tmp_path / "w" / "pins.json").read_text())
    pins["sha256"]["tokenizer.json"] = "0" * 64
    (tmp_path / "w" / "pins.json").write_text(json.dumps(pins))
    with pytest.raises(ResourceDamaged):
        load_event_head(tmp_path / "w")
