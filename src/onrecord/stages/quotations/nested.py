"""Statements inside statements: what a speaker says that another said, and who passed a sentence on.

Span readers mark the outermost attribution only, so the inner ones are added here from the grammar.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Parse, Span, cover, make_spans
from onrecord.stages.attribution.fast_candidates import Candidate, cue_range, to_attribution
from onrecord.stages.attribution.fast_clauses import find_candidates
from onrecord.stages.attribution.fast_direct import find_direct
from onrecord.stages.attribution.fast_layout import Layout
from onrecord.stages.attribution.fast_lexicon import Cues
from onrecord.stages.attribution.fast_marks import Quoted
from onrecord.stages.attribution.fast_sources import source_of
from onrecord.stages.quotations.drafts import SPOKEN, Draft, is_negated, make_draft

_FRAMES = frozenset({"clause", "quote", "tail", "host", "according", "inf", "obj+inf", "label"})
PASSED_ON = SPOKEN - {"found"}
"""Classes of cue that make a statement inside a statement."""

_MOST = 12
"""How many statements are looked for inside one stretch of another."""

_RELAYS = frozenset({"tail", "host", "according"})
_IF = frozenset({"if", "whether", "unless"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Every candidate of a report, nested ones too, by the token of its cue."""

    heads: tuple[int, ...]
    candidates: tuple[Candidate, ...]

    def within(self, tokens: range) -> Sequence[Candidate]:
        """Return the candidates whose cue stands in a range of tokens."""
        return self.candidates[bisect_left(self.heads, tokens.start) : bisect_left(self.heads, tokens.stop)]


def make_pool(layout: Layout, cues: Cues, inner: Sequence[Quoted]) -> Pool:
    """Return every candidate of a report.

    Args:
        layout: The report.
        cues: The cue words.
        inner: Quoted stretches inside other quoted stretches.

    Cost: linear in the text.
    """
    p = layout.parse
    direct = find_direct(layout, cues)
    taken = {c.head for c in direct}
    inside = [*_inner_quotes(layout, cues, inner)]
    taken.update(c.head for c in inside)
    rest = find_candidates(p, cues, [i for i in range(len(p)) if i not in taken])
    best: dict[int, Candidate] = {}
    for candidate in (*direct, *inside, *rest, *_told(p), *_quoting(p)):
        usable = candidate.frame in _FRAMES and candidate.strength in SPOKEN and candidate.source is not None
        if usable and (candidate.content or candidate.exact):
            best.setdefault(candidate.head, candidate)
    heads = sorted(best)
    return Pool(heads=tuple(heads), candidates=tuple(best[h] for h in heads))


def _inner_quotes(layout: Layout, cues: Cues, inner: Sequence[Quoted]) -> Iterator[Candidate]:
    """Yield quotations inside quotations with the cue right before them ("he told me ‘go’")."""
    p = layout.parse
    for quoted in inner:
        first = p.tokens_in(quoted.span).start
        for i in range(first - 1, max(-1, first - 5), -1):
            cue = cues.verb(p, i) if p.pos[i] == "VERB" else None
            if cue is not None and "quote" in cue.frames:
                yield Candidate(
                    head=i,
                    cue=cue_range(p, i),
                    content=(),
                    source=source_of(p, i),
                    frame="quote",
                    strength=cue.strength,
                    score=0.8,
                    exact=(quoted.span,),
                )
                break


def _told(p: Parse) -> Iterator[Candidate]:
    """Yield "she told the board (that) it would close", where the parse hangs the clause elsewhere."""
    for i in range(len(p)):
        if p.tags[i] not in ("VBD", "VBN", "VBZ", "VBP") or p.lemmas[i] not in ("tell", "remind", "assure", "inform"):
            continue
        hearer = next((k for k in p.children[i] if k > i and p.deps[k] in ("dobj", "dative")), None)
        end = p.sentences[p.sentence_of(i)][1]
        if hearer is None:
            continue
        first = p.right_edge[hearer] + 1
        if first < end - 2 and (p.lowers[first] == "that" or p.deps[first] in ("nsubj", "det", "poss")):
            last = end - 1
            yield Candidate(
                head=i,
                cue=cue_range(p, i),
                content=((first, last),),
                source=source_of(p, i),
                frame="clause",
                strength="said",
                score=0.7,
            )


def _quoting(p: Parse) -> Iterator[Candidate]:
    """Yield what "the paper quoted her as saying …" passes on."""
    for i in range(len(p)):
        if p.lemmas[i] not in ("quote", "cite") or p.pos[i] != "VERB":
            continue
        for kid in p.children[i]:
            said = p.child(kid, "pcomp") if p.lowers[kid] == "as" else None
            if said is not None and p.tags[said] == "VBG":
                yield Candidate(
                    head=i,
                    cue=cue_range(p, i),
                    content=((p.left_edge[said], p.right_edge[said]),),
                    source=source_of(p, i),
                    frame="host",
                    strength="reported",
                    score=0.7,
                )


def is_asserted(p: Parse, head: int) -> bool:
    """Tell whether a cue reports something as said, and not as wished, supposed or yet to come."""
    for token in (head, *_clause_heads(p, head)):
        kids = p.children[token]
        if any(p.tags[k] in ("MD", "TO") for k in kids if p.deps[k] in ("aux", "mark")):
            return False
        if any(p.lowers[k] in _IF and p.deps[k] == "mark" for k in kids):
            return False
    return p.tags[head] in ("VBD", "VBZ", "VBP", "VBN", "VBG") or p.pos[head] not in ("VERB", "AUX")


def _idle(p: Parse, candidate: Candidate) -> bool:
    """Tell whether "I say …" or "we did not say …" inside a statement adds nothing to it."""
    first_person = candidate.source is not None and p.lowers[candidate.source[0]] in ("i", "we", "you")
    kids = p.children[candidate.head]
    told = any(p.deps[k] in ("dobj", "dative") for k in kids) or candidate.frame == "quote"
    past = p.tags[candidate.head] in ("VBD", "VBN")
    return first_person and (not told or not past or is_negated(p, candidate.head))


def _clause_heads(p: Parse, head: int) -> Iterator[int]:
    """Yield the verbs whose auxiliaries a verb shares."""
    for _ in range(6):
        if p.deps[head] not in ("conj", "xcomp") or p.heads[head] == head:
            return
        head = p.heads[head]
        yield head


def add_nested(layout: Layout, cues: Cues, pool: Pool, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with the statements inside their content, and with those who passed them on.

    Cost: linear in the content for statements of bounded depth.
    """
    p = layout.parse
    used = {d.head for d in drafts}
    out = list(drafts)
    for draft in drafts:
        for span in draft.content:
            for candidate in pool.within(p.tokens_in(span))[:_MOST]:
                if candidate.head in used or not is_asserted(p, candidate.head) or _idle(p, candidate):
                    continue
                found = _as_draft(layout, cues, candidate, draft)
                if found is not None:
                    used.add(candidate.head)
                    out.append(found)
    out.extend(_passed_on(layout, cues, pool, out, used))
    return out


def _as_draft(layout: Layout, cues: Cues, candidate: Candidate, outer: Draft) -> Draft | None:
    """Return a candidate as a draft inside another, its content kept within the other's."""
    item = to_attribution(layout, candidate)
    if item is None:
        return None
    content = [s for s in item.content if s.start < outer.whole.end and s.end > outer.whole.start]
    content = [Span(max(s.start, outer.whole.start), min(s.end, outer.whole.end)) for s in content]
    if not content:
        return None
    if candidate.frame == "clause":
        content = _to_the_end(layout, cues, content, outer)
    kept = make_spans((s.start, s.end) for s in content)
    item = replace(item, content=kept, score=round(item.score * outer.score, 3))
    return make_draft(layout.parse, cues, item, f"nested-{candidate.frame}", nested=True)


def _to_the_end(layout: Layout, cues: Cues, content: list[Span], outer: Draft) -> list[Span]:
    """Let indirect speech run on over "and …" to the end of a sentence that somebody else passes on."""
    if len(content) != 1 or not outer.cue or outer.cue[0].start < outer.whole.end:
        return content
    p = layout.parse
    rest = p.tokens_in(Span(content[0].end, outer.whole.end)) if content[0].end < outer.whole.end else range(0)
    words = [i for i in rest if p.pos[i] != "PUNCT"]
    if not words or p.lowers[words[0]] not in ("and", "but"):
        return content
    if any(p.pos[i] == "VERB" and cues.verb(p, i) is not None and p.deps[i] == "conj" for i in words):
        return content
    return [Span(content[0].start, outer.whole.end)]


def _passed_on(
    layout: Layout, cues: Cues, pool: Pool, drafts: Sequence[Draft], used: set[int | None]
) -> Iterator[Draft]:
    """Yield what passes on a whole sentence that holds another statement: "…, the agency reported"."""
    p = layout.parse
    heads = sorted(d.head for d in drafts if d.head is not None)
    for candidate in pool.candidates:
        if candidate.frame not in _RELAYS or candidate.head in used or layout.inside[candidate.head] >= 0:
            continue
        item = to_attribution(layout, candidate)
        if item is None or not is_asserted(p, candidate.head):
            continue
        tokens = p.tokens_in(cover(item.content))
        if bisect_left(heads, tokens.stop) > bisect_left(heads, tokens.start):
            yield make_draft(p, cues, item, f"relay-{candidate.frame}", nested=True)
