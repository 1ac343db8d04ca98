"""What changed between two states of a story, and what became of plans."""

import pytest
from stories import harbour_story

from onrecord.linking import Outcome, changes_since, compare_reports, diff_story, find_plans, link_story
from onrecord.model import LinkOf


def kinds(changes, of):
    return sorted(c.kind for c in changes if c.of is of)


def test_adding_a_report_repeats_and_adds():
    story = harbour_story()
    changes = diff_story(link_story(story[:1]), link_story(story))
    assert "repeated" in kinds(changes, LinkOf.EVENT)
    assert "repeated" in kinds(changes, LinkOf.FIGURE)
    assert "gone" not in kinds(changes, LinkOf.EVENT)


def test_taking_a_report_away_is_gone():
    story = harbour_story()
    changes = diff_story(link_story(story), link_story(story[1:]))
    assert kinds(changes, LinkOf.EVENT) == ["gone"] or "gone" not in kinds(changes, LinkOf.EVENT)


def test_nothing_changed():
    links = link_story(harbour_story())
    assert diff_story(links, links) == ()


def test_changes_since_a_date():
    story = harbour_story()
    changes, undated = changes_since(story, link_story(story), "2021-05-06")
    assert "changed" in kinds(changes, LinkOf.EVENT)  # the planned meeting happened
    assert undated == ()
    with pytest.raises(ValueError, match="no date"):
        changes_since(story, link_story(story), "last week")


def test_a_plan_that_happened():
    story = harbour_story()
    (plan,) = find_plans(story, link_story(story))
    assert plan.outcome is Outcome.HAPPENED
    assert plan.told == ("Vb1",)


def test_a_plan_nobody_came_back_to():
    story = harbour_story()
    (plan,) = find_plans(story[:1], link_story(story[:1]))
    assert plan.outcome is Outcome.OPEN
    late = [story[0], story[1].__class__(report="R9", published=story[1].published)]
    (plan,) = find_plans(late, link_story(late))
    assert plan.outcome is Outcome.OVERDUE


def test_two_reports_side_by_side():
    story = harbour_story()
    side = compare_reports(story[0], story[1], link_story(story))
    assert (LinkOf.EVENT, ("Va2",), ("Vb1",)) in side.shared
    assert [v.verdict for v in side.verdicts] == ["agree"]
    assert all(step.kind == "equal" for v in side.variants for step in v.steps)
    assert "Ea3" in side.only_left or ("Ea2", "Ea3") in [row[1] for row in side.shared]
