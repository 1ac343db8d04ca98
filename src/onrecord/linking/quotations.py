"""Quotations across reports: the same words, the same words changed, or other words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from onrecord.lexicon import load_lexicon
from onrecord.linking.dates import gap_days
from onrecord.linking.events import listed_families
from onrecord.linking.facts import QuotationFact, ReportSummary
from onrecord.linking.layer import Found, Layer, one_by_one
from onrecord.linking.words import content_stems, split_words
from onrecord.model.links import Judgement, LinkOf

THRESHOLD = 0.6
BLOCK = 24
REACH = 8
IN_ORDER = 0.75
"""Share of words in the same order from which two quotations are one reworded."""
SHORT = 3
"""Content words below which only equal words make two quotations one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationView:
    """A quotation as it is compared."""

    fact: QuotationFact
    summary: ReportSummary
    speaker: str | None
    words: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def line(self) -> str:
        """Id of the line."""
        return self.fact.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step from the words of one quotation to those of another.

    Attributes:
        kind: ``equal``, ``insert``, ``delete`` or ``replace``.
        left, right: The words on either side.
    """

    kind: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


def make_view(fact: QuotationFact, summary: ReportSummary, entity_of: Mapping[str, str]) -> QuotationView:
    """Return the quotation as it is compared."""
    speaker = entity_of.get(fact.speaker, fact.speaker) if fact.speaker else None
    return QuotationView(
        fact=fact,
        summary=summary,
        speaker=speaker,
        words=tuple(split_words(fact.text)),
        stems=tuple(content_stems(fact.text)),
    )


def make_views(summary: ReportSummary, entity_of: Mapping[str, str]) -> list[QuotationView]:
    """Return the quotations of a report as they are compared.

    Args:
        summary: The report.
        entity_of: Entity line -> its cluster.
    """
    return [make_view(fact, summary, entity_of) for fact in summary.quotations]


def _place(view: QuotationView) -> float:
    """Return a number that sorts quotations nearly as their words do."""
    return float(int.from_bytes(" ".join(view.stems).encode()[:6].ljust(6, b"\0"), "big"))


def _judge(a: QuotationView, b: QuotationView) -> Found | None:
    if _nested(a, b):
        return None
    judgement, score, reason = compare_quotations(a, b)
    return Found(score, reason, "" if judgement is Judgement.DIFFERENT else judgement.value)


def _nested(a: QuotationView, b: QuotationView) -> bool:
    """Tell whether one is told inside the other, as a relayed statement is."""
    return a.fact.inside == b.line or b.fact.inside == a.line


def _block_keys(view: QuotationView) -> set[tuple[object, ...]]:
    stems = view.stems or view.words
    keys: set[tuple[object, ...]] = {("run", *stems[i : i + 2]) for i in range(max(1, len(stems) - 1))}
    if view.speaker:
        keys |= {("by", view.speaker, s) for s in stems}
    return keys


QUOTATIONS: Layer[QuotationView] = Layer(
    name="quotation",
    of=LinkOf.QUOTATION,
    limit=BLOCK,
    reach=REACH,
    threshold=THRESHOLD,
    line=lambda view: view.line,
    place=_place,
    keys=_block_keys,
    compare=one_by_one(_judge),
)
"""Quotations meet under a run of two content stems, or a speaker and two stems; near ones have like words."""


def compare_quotations(a: QuotationView, b: QuotationView) -> tuple[Judgement, float, str]:
    """Judge two quotations: same, variant-of or different, with a score and the reason."""
    same_speaker = None if a.speaker is None or b.speaker is None else a.speaker == b.speaker
    judgement, score, reason = _compare_words(a, b, same_speaker)
    if judgement is not Judgement.DIFFERENT and same_speaker is False:
        return Judgement.VARIANT_OF, score * 0.9, f"{reason}; differently attributed"
    return judgement, score, reason


def _compare_words(a: QuotationView, b: QuotationView, same_speaker: bool | None) -> tuple[Judgement, float, str]:
    if a.words == b.words and (len(a.stems) >= SHORT or same_speaker is not False):
        return Judgement.SAME, 1.0, "identical words"
    mine, theirs = frozenset(a.stems), frozenset(b.stems)
    if mine.isdisjoint(theirs):
        return Judgement.DIFFERENT, 0.0, "no words in common"
    if _contradict(a, b) and _shared_stems(mine, theirs) > 0.7:
        return Judgement.DIFFERENT, 0.1, "one says what the other denies"
    short, long = sorted((a, b), key=lambda v: (len(v.words), v.line))
    inside = _contained(short.words, long.words)
    if inside and (len(short.stems) >= SHORT or (same_speaker and len(short.stems) >= 2)):
        return Judgement.VARIANT_OF, 0.95, "shortened: the words of one stand in the other"
    if a.summary.report == b.summary.report:
        return Judgement.DIFFERENT, 0.2, "one report tells them apart"
    if min(len(a.stems), len(b.stems)) < SHORT:
        return Judgement.DIFFERENT, 0.0, "too few words in common"
    order = Indel.normalized_similarity(a.words, b.words, score_cutoff=IN_ORDER)
    if order >= IN_ORDER:
        return Judgement.VARIANT_OF, max(order, 0.8), "reworded: most words stand in the same order"
    shared = _shared_stems(mine, theirs)
    if same_speaker is not False and shared >= 0.5 and _near_in_time(a, b):
        return (
            Judgement.VARIANT_OF,
            0.6 + shared / 3,
            "same sense in other words: reworded or differently translated",
        )
    if shared >= 0.8:
        return Judgement.VARIANT_OF, 0.7, "reworded: nearly all words that carry content are shared"
    return Judgement.DIFFERENT, shared / 2, "other words"


@lru_cache(maxsize=1)
def _negations() -> frozenset[str]:
    return frozenset(load_lexicon().entries("linking/negations").split())


def _contradict(a: QuotationView, b: QuotationView) -> bool:
    """Tell whether one has a negation that the other lacks, and both are about as long."""
    if abs(len(a.words) - len(b.words)) > 4:
        return False
    no = _negations().__contains__
    return sum(map(no, a.words)) % 2 != sum(map(no, b.words)) % 2


def _contained(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether all words of the shorter stand in the longer in order, with at most two gaps."""
    for start in range(len(long)):
        if long[start] != short[0]:
            continue
        at, gaps = start, 0
        for word in short:
            if at < len(long) and long[at] == word:
                at += 1
                continue
            try:
                at = long.index(word, at) + 1
            except ValueError:
                break
            gaps += 1
        else:
            if gaps <= 1:
                return True
    return False


def _shared_stems(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the shared content stems relative to the mean number; words of one family count 0.8."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if not short:
        return 0.0
    mean = 0.5 * len(short) + 0.5 * len(long)
    exact = len(short & long)
    if exact + 0.8 * (len(short) - exact) < 0.5 * mean or exact < 2:
        return exact / mean
    listed = listed_families()
    theirs = listed.keys() & (long - short)
    mine = listed.keys() & (short - long) if theirs else set()
    rest = frozenset().union(*(listed[r] for r in theirs))
    near = sum(0.8 for s in mine if listed[s] & rest)
    return (exact + near) / mean


def _near_in_time(a: QuotationView, b: QuotationView) -> bool:
    left, right = a.summary.published, b.summary.published
    return left is None or right is None or gap_days(left, right) <= 14


def diff_words(left: str, right: str) -> tuple[Change, ...]:
    """Return the steps from one text to the other, word by word.

    Example:
        >>> [(c.kind, c.left, c.right) for c in diff_words("We will stay", "We shall stay")]
        [('equal', ('We',), ('We',)), ('replace', ('will',), ('shall',)), ('equal', ('stay',), ('stay',))]
    """
    a, b = left.split(), right.split()
    steps = Levenshtein.opcodes([_bare(w) for w in a], [_bare(w) for w in b])
    return tuple(
        Change(
            kind=step.tag,
            left=tuple(a[step.src_start : step.src_end]),
            right=tuple(b[step.dest_start : step.dest_end]),
        )
        for step in steps
    )


def _bare(word: str) -> str:
    return "".join(split_words(word)) or word
