"""The tables of cases: a text, the times in it, their values, and why."""

from pathlib import Path

import pytest
import yaml

from onrecord.model import Published
from onrecord.resources import Resources
from onrecord.stages.timexes import find_timexes

FOLDER = Path(__file__).parent / "cases"
DEFAULT = "2019-03-13"


def cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield pytest.param(case, id=f"{path.stem}-{number}-{case['why'].replace(' ', '_')}")


@pytest.mark.parametrize("case", list(cases()))
def test_case(case, parsed):
    published = Published(value=case.get("published", DEFAULT))
    items = find_timexes(parsed(case["text"], published=published), Resources()).items
    found = {t.span.cut(case["text"]): t for t in items}
    assert {words: t.value for words, t in found.items()} == case["want"], case["why"]
    for name in ("mod", "edtf"):
        for words, value in case.get(name, {}).items():
            assert getattr(found[words], name) == value
    for words, (earliest, latest) in case.get("bounds", {}).items():
        assert (found[words].earliest, found[words].latest) == (earliest, latest)
    if "until" in case:
        assert [words for words, t in found.items() if t.until] == case["until"]


def test_there_are_enough_cases():
    assert sum(1 for _ in cases()) >= 250
