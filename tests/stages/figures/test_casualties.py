"""Killed and injured of a report."""

from dataclasses import replace

import pytest

from onrecord.resources import Resources
from onrecord.stages.figures import find_figures
from onrecord.stages.figures.casualties import Casualties, find_casualties

REPORTS = [
    ("A man was shot and killed on Friday.", 1, 0),
    ("A woman was wounded in the leg.", 0, 1),
    ("Three people were killed and five others were wounded.", 3, 5),
    ("One man is dead and two are injured.", 1, 2),
    ("A teenager accidentally shot himself in the foot.", 0, 1),
    ("Four people were shot, police said. One of them died.", 1, 3),
    ("The council met on Monday.", 0, 0),
    ("A man and a woman were killed.", 2, 0),
]


@pytest.mark.parametrize(("text", "killed", "injured"), REPORTS)
def test_casualties(parsed, text, killed, injured):
    reading = parsed(text)
    reading = replace(reading, figures=find_figures(reading, Resources()).items)
    assert find_casualties(reading) == Casualties(killed=killed, injured=injured)
