"""Units that measure the same can be compared."""

import pytest

from onrecord.lexicon import load_lexicon
from onrecord.stages.figures.convert import convert_quantity

ROWS = [
    (10, "mile", "kilometer", 16.09),
    (30, "degree_Celsius", "degree_Fahrenheit", 86),
    (1, "square_mile", "square_kilometer", 2.59),
]


@pytest.mark.parametrize(("value", "unit", "target", "expected"), ROWS)
def test_convert(value, unit, target, expected):
    assert convert_quantity(value, unit, target) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    ("unit", "target"), [("mile", "hour"), ("USD", "EUR"), ("percent", "mile"), ("no such", "mile")]
)
def test_not_comparable(unit, target):
    assert convert_quantity(1, unit, target) is None


def test_every_unit_is_known_to_the_library():
    unknown = {"percent", "pence", "percentage_point", "basis_point", "times"}
    units = set(load_lexicon().entries("figures/units")) - unknown
    assert [u for u in units if convert_quantity(1, u, u + "/second*second") is None] == []
