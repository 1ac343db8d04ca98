"""Reports one by one, in any order, with decisions in between, give what linking the whole story anew gives."""

import random
import zlib
from dataclasses import replace

import pytest
from benchmarks.made_stories import Story, Town
from sqlalchemy import select

from onrecord.linking.growing import Change, grow
from onrecord.model import Judge, Judgement, Link, LinkOf
from onrecord.model.codec import encode_json
from onrecord.store import links, open_story
from onrecord.store import schema as t
from onrecord.store.draft import Draft
from onrecord.store.ground import StoredGround
from onrecord.store.unlinked import changed_summaries, note_linked, note_summary, unpack
from onrecord.store.whole import Rebuilt


def packed(summary):
    return zlib.compress(encode_json(summary), 1)


def summaries(connection):
    return [unpack(data) for data in connection.execute(select(t.summary.c.data)).scalars()]


def tables(connection):
    """Every row that linking keeps, by table."""
    return {
        table.name: sorted(map(repr, (tuple(row) for row in connection.execute(select(table))))) for table in t.LINKING
    }


def differences(here, there):
    return {
        name: (sorted(set(rows) - set(there[name]))[:5], sorted(set(there[name]) - set(rows))[:5])
        for name, rows in here.items()
        if rows != there[name]
    }


class Bench:
    """A store without texts: summaries and judgements go in, links come out."""

    def __init__(self, story):
        self.story, self.judged = story, []

    def change(self, summaries=(), gone=(), judged=None):
        """Take in a change the growing way."""
        judged = self.judged if judged is None else judged
        with self.story.writing() as connection:
            for summary in summaries:
                note_summary(connection, summary.report, packed(summary))
            for report in gone:
                note_summary(connection, report, None)
            before, after, linked = changed_summaries(connection)
            change = Change(before=before, after=after, old=links.persons(connection), new=judged)
            draft = Draft(connection)
            grow(draft, change)
            draft.write(StoredGround(connection))
            note_linked(connection, linked)
        self.judged = judged

    def check(self):
        """Compare with linking all of it anew."""
        with self.story.writing() as connection:
            grown = tables(connection)
            with Rebuilt(summaries(connection), self.judged) as rebuilt:
                rebuilt.write(connection)
            whole = tables(connection)
        assert not differences(grown, whole)


@pytest.fixture
def bench(tmp_path):
    with open_story(tmp_path / "story", create=True) as story:
        yield Bench(story)


def made(count, seed=7):
    return list(Town(seed).stories(count))


def test_one_by_one_is_all_at_once(bench):
    for summary in made(14):
        bench.change([summary])
    bench.check()


def judge(left, right, judgement, of):
    return Link(
        left=min(left, right),
        right=max(left, right),
        of=of,
        judgement=judgement,
        score=1.0,
        reason="known",
        by=Judge.PERSON,
    )


def some_judgement(rng, summaries):
    of, lines = rng.choice(
        [
            (LinkOf.ENTITY, [e.line for s in summaries for e in s.entities]),
            (LinkOf.EVENT, [v.line for s in summaries for v in s.events]),
            (LinkOf.QUOTATION, [q.line for s in summaries for q in s.quotations]),
            (LinkOf.FIGURE, [f.line for s in summaries for f in s.figures]),
            (LinkOf.REPORT, [s.report for s in summaries]),
        ]
    )
    left, right = rng.sample(lines, 2)
    return judge(left, right, rng.choice([Judgement.SAME, Judgement.DIFFERENT]), of)


def likely_judgement(rng, story):
    """Judge a pair that the machine linked, which changes more than one it never saw."""
    with story.reading() as connection:
        rows = connection.execute(select(t.link).where(t.link.c.by == "machine").order_by(t.link.c.left)).all()
    row = rng.choice(rows)
    return judge(row.left, row.right, rng.choice([Judgement.SAME, Judgement.DIFFERENT]), LinkOf(row.of))


def altered(rng, summary):
    """The report as another version of the pipeline, or a person's date, might leave it."""
    if rng.random() < 0.5:
        return replace(summary, published=None)
    keep = slice(0, -1) if rng.random() < 0.5 else slice(1, None)
    return replace(summary, events=summary.events[keep], figures=summary.figures[keep], credits=("AP",))


def one_story(count, seed):
    """Reports of three occurrences, most of them of one, so that blocks overflow."""
    town, rng = Town(seed), random.Random(seed)
    stories = [Story(town, 1000 * seed + n) for n in range(3)]
    return [stories[max(0, rng.randrange(5) - 2)].report(n) for n in range(count)]


def test_blocks_that_overflow_change_as_if_linked_anew(bench):
    summaries = one_story(48, 5)
    bench.change(summaries[:42])
    for summary in summaries[42:]:
        bench.change([summary])
    bench.change([replace(summaries[3], published=None)], gone=[summaries[0].report, summaries[45].report])
    bench.check()


def test_a_shared_story_grows_as_one_in_a_folder(bench, tmp_path, address):
    with open_story(tmp_path / "shared", create=True, store=address) as story:
        both = (bench, Bench(story))
        for each in both:
            summaries = made(9)
            each.change(summaries[:6])
            each.change(summaries[6:])
            each.change([replace(summaries[2], published=None)], gone=[summaries[4].report])
            with each.story.reading() as connection:
                each.rows = tables(connection)
        assert not differences(both[0].rows, both[1].rows)
        both[1].check()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_long_histories_in_one_story(bench, seed):
    history(bench, random.Random(seed), one_story(120, seed), 60, first=80)


@pytest.mark.parametrize("seed", range(3))
def test_any_history_gives_what_its_end_gives(bench, seed):
    history(bench, random.Random(seed), made(24, seed), 14)


def history(bench, rng, waiting, steps, first=0):
    rng.shuffle(waiting)
    there = {}
    if first:
        bench.change(waiting[:first])
        there.update((s.report, s) for s in waiting[:first])
        del waiting[:first]
    for _ in range(steps):
        step = rng.random()
        if waiting and step < 0.55:
            batch = [waiting.pop() for _ in range(min(len(waiting), rng.randint(1, 3)))]
            bench.change(batch)
            there.update((s.report, s) for s in batch)
        elif there and step < 0.7:
            summary = altered(rng, rng.choice(sorted(there.values(), key=lambda s: s.report)))
            there[summary.report] = summary
            bench.change([summary])
        elif len(there) > 3 and step < 0.78:
            gone = rng.choice(sorted(there))
            waiting.append(there.pop(gone))
            bench.change(gone=[gone])
        elif len(there) > 3 and step < 0.92:
            pick = (
                likely_judgement(rng, bench.story) if rng.random() < 0.7 else some_judgement(rng, list(there.values()))
            )
            kept = [j for j in bench.judged if (j.left, j.right) != (pick.left, pick.right)]
            bench.change(judged=[*kept, pick])
        elif bench.judged:
            bench.change(judged=bench.judged[1:])
    bench.check()


def grown(story):
    with story.reading() as connection:
        return links.grow_story(connection)


def kept(story, found):
    with story.writing() as connection:
        return links.keep_grown(connection, found)


def note(story, *summaries):
    with story.writing() as connection:
        for summary in summaries:
            note_summary(connection, summary.report, packed(summary))
        links.mark_stale(connection)


def stale(story):
    with story.reading() as connection:
        return links.is_stale(connection)


@pytest.fixture
def growing(bench, monkeypatch):
    """A linked story that is never linked anew as a whole from here on."""
    note(bench.story, *made(16)[:10])
    bench.story.relink()
    monkeypatch.setattr(links, "SHARE", 1.0)
    return bench


def test_what_changes_while_links_are_worked_out_is_linked_in_a_further_round(growing):
    story, more = growing.story, made(16)[10:]
    note(story, *more[:3])
    found = grown(story)
    note(story, replace(more[0], published=None), more[3])  # one of them once more, and another
    with story.writing() as connection:
        note_summary(connection, more[1].report, None)  # and one goes
    assert kept(story, found)
    assert stale(story)
    assert story.relink()
    assert not stale(story)
    growing.check()


def test_links_worked_out_before_others_were_written_are_thrown_away(growing):
    story, more = growing.story, made(16)[10:]
    note(story, more[0])
    late = grown(story)
    note(story, more[1])
    story.relink()
    assert not kept(story, late)
    growing.check()


def test_deciding_goes_on_while_links_are_worked_out(growing, monkeypatch):
    story, more = growing.story, made(16)[10:]
    note(story, more[0])
    grow_one = links.grow

    def slow(ground, change):
        note(story, more[1])  # would wait for its turn, and then give up, if growing held it
        monkeypatch.setattr(links, "grow", grow_one)
        grow_one(ground, change)

    monkeypatch.setattr(links, "grow", slow)
    assert story.relink()
    assert not stale(story)
    growing.check()
