"""Cases of our own: quotation variants, figure verdicts and entity pairs, each at least 90 % right."""

from pathlib import Path

import pytest
import yaml
from stories import body, day, figure, person, quotation, report

from onrecord.linking import link_story
from onrecord.linking.figures import judge_figures, make_views
from onrecord.linking.quotations import compare_quotations
from onrecord.linking.quotations import make_view as view_quotation
from onrecord.model import EntityType, Judgement

CASES = Path(__file__).parent / "cases"
KINDS = ("base", "short", "reworded", "translated", "other")


def load(name):
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def right_share(rows):
    wrong = [row for row in rows if not row[0]]
    return 1 - len(wrong) / len(rows), wrong


def quotation_cases():
    for row in load("quotations.yaml"):
        for kind in KINDS:
            yield row["base"], row[kind], {"base": "same", "other": "different"}.get(kind, "variant-of")


def test_quotation_variants():
    rows = []
    a, b = report("R1", published="2022-03-01"), report("R2", published="2022-03-02")
    for left, right, truth in quotation_cases():
        found, _, why = compare_quotations(
            view_quotation(quotation("Q1", left, "E1"), a, {"E1": "E", "E2": "E"}),
            view_quotation(quotation("Q2", right, "E2"), b, {"E1": "E", "E2": "E"}),
        )
        rows.append((found == Judgement(truth), truth, right, found, why))
    share, wrong = right_share(rows)
    assert len(rows) >= 170
    assert share >= 0.9, "\n".join(map(str, wrong))


def figure_cases():
    for row in load("figures.yaml"):
        for verdict in ("agree", "conflict", "part-of", "different-thing", "later-count", "unsure"):
            yield row, verdict


def figure_pair(row, verdict):
    text = "{n} {what} in the " + row["scene"]
    thing, again, value = row["thing"], row["again"], row["value"]
    left = {"value": value, "counted": thing, "owner": "E1", "date": "2022-05-01"}
    right = {"value": value, "counted": again, "owner": "E1", "date": "2022-05-01"}
    if verdict == "agree":
        right |= {"owner": None}
    elif verdict == "conflict":
        right |= {"value": row["rival"]}
    elif verdict == "part-of":
        right |= {"value": row["part"], "of_value": float(value)}
    elif verdict == "different-thing":
        right |= {"value": row["rival"], "counted": row["other"]}
    elif verdict == "later-count":
        right |= {"value": row["later"], "date": "2022-05-04"}
    elif verdict == "unsure":
        right |= {"value": row["rival"], "owner": "E2"}
    views = []
    for i, side in enumerate((left, right)):
        sentence = text.format(n=side["value"], what=side["counted"])
        fact = figure(
            f"F{i}",
            side["value"],
            side["counted"],
            sentence,
            by=side["owner"],
            as_of=day(side["date"]),
            of_value=side.get("of_value"),
        )
        views += make_views(report(f"R{i}", sentence, side["date"], figures=(fact,)), {}, {})
    return views


def test_figure_verdicts():
    rows = []
    for row, truth in figure_cases():
        found = judge_figures(*figure_pair(row, truth))
        verdict = str(found[0]) if found else None
        # Things with nothing in common need no verdict: that they differ goes without saying.
        right = verdict == truth or (truth == "different-thing" and verdict is None)
        rows.append((right, row["scene"], truth, verdict, found and found[1]))
    share, wrong = right_share(rows)
    assert len(rows) >= 150
    assert share >= 0.9, "\n".join(map(str, wrong))


def entity_cases():
    for kind, sides in load("entities.yaml").items():
        for truth, pairs in sides.items():
            for pair in pairs:
                left, right = pair.split(" | ")
                yield kind, left, right, truth == "same"


def entity(line, kind, text):
    name, _, country = text.partition(" [")
    known = {"country": country.rstrip("]")} if country else {}
    return person(line, name, **known) if kind == "person" else body(line, name, EntityType(kind), **known)


def test_entity_pairs():
    rows = []
    for kind, left, right, truth in entity_cases():
        story = [
            report("R1", entities=(entity("E1", kind, left),)),
            report("R2", entities=(entity("E2", kind, right),)),
        ]
        found = any(len(c.lines) == 2 for c in link_story(story).entities)
        rows.append((found is truth, kind, left, right, truth))
    share, wrong = right_share(rows)
    assert len(rows) >= 100
    assert share >= 0.9, "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", ["quotations.yaml", "figures.yaml", "entities.yaml"])
def test_cases_are_well_formed(name):
    assert load(name)
