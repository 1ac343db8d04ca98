"""What linking costs a report does not grow with the story; the large measure is ``benchmarks.linking_scale``."""

import pytest
from benchmarks.linking_scale import measure
from benchmarks.made_stories import Town, renamed

from onrecord.linking import blocking
from onrecord.linking.blocking import Blocks, pair_up, shift
from onrecord.linking.linker import Linker


def test_pairs_a_report_hardly_grow_with_the_story():
    small, large = measure(100), measure(400)
    assert large["pairs"] / 400 <= 1.6 * small["pairs"] / 100  # 4 times, were all compared with all


def test_a_report_in_many_papers_is_one_origin_at_a_few_pairs_a_paper():
    (first,) = Town().stories(1)
    papers = [first, *(renamed(first, f"R{n:04d}", cut=n % 3 == 0) for n in range(250))]
    pairs = {}
    with Linker(papers, watch=lambda layer, _ids, _blocks, edges: pairs.update({layer.name: len(edges)})) as linker:
        assert len(set(linker.origins.by_report.values())) == 1
    assert pairs["copy"] <= 24 * len(papers)
    assert pairs["event"] <= 60 * 5 * len(papers)


def test_pairs_come_alike_in_one_part_and_in_many(monkeypatch):
    keys = [[n % 7, 100 + n % 11, 200 + n % 2] for n in range(300)]

    def meeting():
        parts = list(pair_up(Blocks.of(keys, range(300)), limit=24, reach=8, least=2))
        return len(parts), [row for p in parts for row in zip(*(column.tolist() for column in p), strict=True)]

    parts, whole = meeting()
    assert parts == 1
    assert whole
    monkeypatch.setattr(blocking, "PART", 100)
    monkeypatch.setattr(blocking, "PAIRS", 500)
    parts, cut = meeting()
    assert parts > 3
    assert cut == whole


@pytest.mark.parametrize("size", range(12))
@pytest.mark.parametrize(("limit", "reach"), [(4, 1), (5, 2), (5, 4), (3, 3)])
def test_one_more_item_in_a_block_shifts_what_pairing_anew_says(size, limit, reach):
    def meeting(count):
        parts = pair_up(Blocks.of([[1]] * count, range(count)), limit=limit, reach=reach)
        return {pair for p in parts for pair in zip(p.first.tolist(), p.second.tolist(), strict=True)}

    for at in range(size + 1):
        moved = [n if n < at else n + 1 for n in range(size)]
        before = {(moved[a], moved[b]) for a, b in meeting(size)}
        names = [str(n) for n in range(size + 1)]
        near, apart = shift(names[:at][::-1][: limit + 1], names[at + 1 :][: limit + 1], limit=limit, reach=reach)
        met = {tuple(sorted((at, int(n)))) for n in near}
        parted = {tuple(sorted((int(a), int(b)))) for a, b in apart}
        assert (before - parted) | met == meeting(size + 1)
        assert parted <= before
