"""The two seeds, read and linked: what product.md promises of them."""

import pytest

from onrecord.intake.residue import find_residue
from onrecord.lexicon import load_lexicon
from onrecord.linking import link_story, summarise
from onrecord.model import FigureVerdict
from onrecord.testing import make_report


@pytest.fixture(scope="module")
def seeds(shared):
    from onrecord.pipeline import load_pipeline
    from onrecord.resources import Options

    pipeline = load_pipeline(Options(reader="fast"))
    texts = [p.read_text(encoding="utf-8") for p in sorted((shared / "seeds").glob("*.txt"))]
    reports = [make_report(t, residue=find_residue(t, None, load_lexicon())) for t in texts]
    summaries = [summarise(pipeline.read(r)) for r in reports]
    return summaries, link_story(summaries)


def across(clusters, home):
    return [c for c in clusters if len({home[line] for line in c.lines}) == 2]


def test_the_admission_is_the_only_event_of_both(seeds):
    summaries, links = seeds
    home = {v.line: s.report for s in summaries for v in s.events}
    facts = {v.line: v for s in summaries for v in s.events}
    shared_events = across(links.events, home)
    assert any({facts[line].trigger for line in c.lines} == {"admitted"} for c in shared_events)
    for cluster in shared_events:
        dates = {facts[line].when.edtf for line in cluster.lines if facts[line].when}
        assert len(dates) == 1


def test_figures(seeds):
    summaries, links = seeds
    text = {f.line: f.text for s in summaries for f in s.figures}
    verdicts = {(text[v.figures[0]], text[v.figures[1]], v.verdict) for v in links.verdicts}
    assert ("17", "17", FigureVerdict.AGREE) in verdicts
    assert ("17", "886", FigureVerdict.PART_OF) in verdicts
    assert not [v for v in verdicts if v[2] is FigureVerdict.CONFLICT]


def test_people(seeds):
    summaries, links = seeds
    names = {e.line: e.name.casefold().replace("-", " ") for s in summaries for e in s.entities}
    for cluster in links.entities:
        assert len({frozenset(names[line].split()) for line in cluster.lines}) == 1
