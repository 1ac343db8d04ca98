"""The panel of traps, and rules on readings built by hand."""

from pathlib import Path

import pytest
import yaml

from onrecord.lexicon import load_lexicon
from onrecord.model import Factuality
from onrecord.stages.events import clauses
from onrecord.stages.events.factuality import judge
from onrecord.stages.events.own_clause import iter_cue_words
from onrecord.testing import parse_from_rows

TRAPS = Path(__file__).parents[3] / "evaluation" / "factuality" / "traps.yaml"


@pytest.fixture(scope="module")
def panel(parsed):
    rows = yaml.safe_load(TRAPS.read_text(encoding="utf-8"))["entries"]
    lexicon = load_lexicon()
    roles = clauses.load_roles(lexicon)
    found = []
    for row in rows:
        parse = parsed(row["text"]).parse
        token = parse.words.index(row["word"])
        carrier = clauses.carrier_of(parse, token, roles) if parse.pos[token] != "VERB" else token
        found.append((row, judge(parse, token, lexicon, carrier).factuality.value))
    return found


def test_at_least_95_percent_of_the_traps(panel):
    wrong = [f"{row['text']} ({row['why']}): {got}" for row, got in panel if got != row["is"]]
    assert len(panel) >= 120
    assert len(wrong) <= 0.05 * len(panel), "\n".join(wrong)


def test_nothing_but_the_plain_is_marked_happened(panel):
    wrong = [row["text"] for row, got in panel if got == "happened" != row["is"]]
    assert not wrong


def test_will_and_its_negation_without_a_model():
    rows = """He he PRON PRP 4 nsubj -
will will AUX MD 4 aux -
not not PART RB 4 neg -
resign resign VERB VB 0 ROOT -"""
    parse = parse_from_rows("He will not resign", rows)
    status = judge(parse, 3, load_lexicon())
    assert status.factuality is Factuality.DENIED
    assert parse.words[status.cue] == "will"


def test_a_cue_word_stands_in_one_class_of_its_part_of_speech():
    seen = [(pos, word) for pos, word, _ in iter_cue_words(load_lexicon())]
    assert len(seen) == len(set(seen))
