"""Direct speech: quoted stretches, the cue beside them, and what continues them."""

from dataclasses import dataclass, replace

from onrecord.model import Parse, Span
from onrecord.stages.attribution.fast_candidates import Candidate, cue_range, noun_range
from onrecord.stages.attribution.fast_frames import Range
from onrecord.stages.attribution.fast_layout import Layout, Unit, find_units
from onrecord.stages.attribution.fast_lexicon import Cue, Cues
from onrecord.stages.attribution.fast_repairs import tail_content
from onrecord.stages.attribution.fast_sources import source_of

_SPOKEN_ENDS = frozenset(",.?!…—–-;")
_ENDS = frozenset(".?!…")
_UNKNOWN = Cue(frames={"quote": "said"})
_REACH = 40
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LEADS = frozenset({",", ":", "-", "–", "—"})
_NAMING = frozenset({"PROPN", "NOUN", "PRON"})
_NOMINAL = _NAMING | {"DET", "ADJ", "NUM"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """A cue beside a quotation."""

    head: int
    cue: Range
    source: Range | None
    strength: str
    score: float
    frame: str


def find_direct(layout: Layout, cues: Cues) -> list[Candidate]:
    """Return the direct quotations of a report, split ones joined.

    Cost: linear in the tokens.
    """
    out: list[Candidate] = []
    open_ = False
    for paragraph in layout.paragraphs:
        speech = _transcript(layout, paragraph)
        if speech is not None:
            out.append(speech)
            open_ = False
            continue
        for unit in find_units(layout, paragraph):
            found = _read_unit(layout, cues, unit)
            if found is None and open_ and unit.regions and _bare(layout, unit):
                out[-1] = _joined(layout, out[-1], unit)
                continue
            found = found or _alone(layout, unit)
            open_ = found is not None
            if found is not None:
                out.append(found)
    return out


def _alone(layout: Layout, unit: Unit) -> Candidate | None:
    """Return speech that stands without any cue: a whole sentence in marks and nothing beside it."""
    if not unit.regions or not _bare(layout, unit):
        return None
    p = layout.parse
    quote = layout.tokens_of(unit.regions[0])
    spoken = any(p.tags[i] in _FINITE for i in quote) and len(quote) >= 6
    if not spoken or layout.ends_with(unit.regions[0]) not in _ENDS:
        return None
    return Candidate(
        head=quote.start,
        cue=None,
        content=(),
        source=None,
        frame="alone",
        strength="said",
        score=0.5,
        exact=tuple(layout.quoted[r].span for r in unit.regions),
    )


def _bare(layout: Layout, unit: Unit) -> bool:
    """Tell whether a unit has no word outside quotation marks."""
    p = layout.parse
    return all(layout.inside[i] >= 0 or not p.words[i].isalnum() for i in range(unit.first, unit.last + 1))


def _joined(layout: Layout, candidate: Candidate, unit: Unit) -> Candidate:
    spans = tuple(layout.quoted[r].span for r in unit.regions)
    return replace(candidate, exact=candidate.exact + spans)


def _read_unit(layout: Layout, cues: Cues, unit: Unit) -> Candidate | None:
    """Return the direct quotation of a unit with the cue beside it, or None."""
    if not unit.regions:
        return None
    for region in unit.regions:
        beside = _after(layout, cues, unit, region)
        if beside is not None:
            return _with_content(beside, *_before_cue(layout, unit, region, beside))
    for region in unit.regions:
        beside = _before(layout, cues, unit, region)
        if beside is not None:
            cue_end = layout.parse.ends[beside.head]
            spans = [layout.quoted[r].span for r in unit.regions]
            return _with_content(beside, [], [s for s in spans if s.start >= cue_end])
    return _tail(layout, cues, unit)


def _tail(layout: Layout, cues: Cues, unit: Unit) -> Candidate | None:
    """Return a sentence that ends in its cue: "It was “a disgrace” for all, she said."."""
    p = layout.parse
    start = layout.tokens_of(unit.regions[-1]).stop
    for i in range(max(start, unit.last - 12), unit.last + 1):
        cue = cues.verb(p, i) if p.pos[i] == "VERB" else None
        if cue is None or not cue.frames.keys() >= {"quote", "clause"}:
            continue
        beside = _beside(layout, i, cue, (start, unit.last + 1), 0.85)
        content = tail_content(p, i, beside.source[1], unit.first) if beside.source else None
        if content:
            return replace(_with_content(beside, content, []), frame="tail")
    return None


def _with_content(beside: _Beside, ranges: list[Range], spans: list[Span]) -> Candidate:
    return Candidate(
        head=beside.head,
        cue=beside.cue,
        content=tuple(ranges),
        source=beside.source,
        frame=beside.frame,
        strength=beside.strength,
        score=beside.score,
        exact=tuple(spans),
    )


def _before_cue(layout: Layout, unit: Unit, region: int, beside: _Beside) -> tuple[list[Range], list[Span]]:
    """Return what stands before the cue, and the quoted stretches that follow it in the unit."""
    p = layout.parse
    first = unit.first
    quote = layout.tokens_of(region)
    while first < quote.start and layout.inside[first] < 0 and _is_opener(p, first):
        first += 1
    ranges = []
    if first < quote.start and any(layout.inside[i] < 0 for i in range(first, quote.start)):
        ranges.append((first, quote.stop - 1))
    spans = [layout.quoted[region].span]
    cue_end = p.ends[beside.head]
    for other in unit.regions:
        span = layout.quoted[other].span
        if span.start < layout.quoted[region].span.start and not ranges:
            spans.append(span)
        if span.start > cue_end:
            spans.append(span)
    return ranges, spans


def _is_opener(p: Parse, token: int) -> bool:
    return p.pos[token] in ("CCONJ", "PUNCT") or p.lowers[token] in ("so", "yet", "still", "then")


def _after(layout: Layout, cues: Cues, unit: Unit, region: int) -> _Beside | None:
    """Return the cue in the words after a quotation: "…," she said."""
    if layout.ends_with(region) not in _SPOKEN_ENDS and not _comma_follows(layout, region):
        return None
    p = layout.parse
    start = layout.tokens_of(region).stop
    stop = _gap_end(layout, unit, start)
    if start >= stop:
        return None
    fallback = None
    for i in range(start, stop):
        if p.lowers[i] == "according" and i - start < 4:
            return _according(p, i)
        if p.pos[i] not in ("VERB", "AUX") or p.deps[i] in ("relcl", "acl", "aux", "auxpass"):
            continue
        cue = cues.verb(p, i)
        if cue is not None and "quote" in cue.frames:
            return None if _says_else(layout, i) else _beside(layout, i, cue, (start, stop), 0.95)
        if fallback is None and i - start < 8 and _may_report(layout, unit, region, i):
            fallback = i
        if i - start > 25:
            break
    if fallback is not None:
        found = _beside(layout, fallback, _UNKNOWN, (start, stop), 0.55)
        return found if found.source is not None else None
    return None


def _says_else(layout: Layout, verb: int) -> bool:
    """Tell whether a cue has its own clause after it, outside the marks: the quotation is then not its content."""
    p = layout.parse
    return any(p.deps[k] == "ccomp" and k > verb and layout.inside[p.left_edge[k]] < 0 for k in p.children[verb])


def _may_report(layout: Layout, unit: Unit, region: int, verb: int) -> bool:
    """Tell whether a verb that is in no list may be a cue: "…," she deadpanned, after a whole sentence."""
    p = layout.parse
    quote = layout.tokens_of(region)
    spoken = any(p.tags[i] in _FINITE for i in quote)
    whole = unit.first >= quote.start and len(quote) >= 5
    return p.pos[verb] == "VERB" and layout.ends_with(region) in ",—" and spoken and whole


def _comma_follows(layout: Layout, region: int) -> bool:
    end = layout.quoted[region].span.end
    return layout.text[end : end + 1] == "," or layout.text[end : end + 3] in (" - ", " – ", " — ")


def _gap_end(layout: Layout, unit: Unit, start: int) -> int:
    """Return the token at which the words after a quotation end."""
    for i in range(start, min(unit.last + 1, start + _REACH)):
        if layout.inside[i] >= 0:
            return i
    return min(unit.last + 1, start + _REACH)


def _beside(layout: Layout, head: int, cue: Cue, gap: Range, score: float) -> _Beside:
    """Return a cue with its source: the subject that the parse gives, else the noun phrase next to it."""
    p = layout.parse
    source = source_of(p, head)
    if source is None or not gap[0] <= source[0] <= source[1] < gap[1]:
        source = _neighbour(layout, head, gap) or source
    if source is not None and any(layout.inside[i] >= 0 for i in source):
        source = _neighbour(layout, head, gap)
    return _Beside(
        head=head,
        cue=cue_range(p, head),
        source=source,
        strength=cue.strength_in("quote"),
        score=score if source else score - 0.3,
        frame="quote",
    )


def _neighbour(layout: Layout, head: int, gap: Range) -> Range | None:
    """Return the noun phrase beside a cue for which the parse shows no subject."""
    p = layout.parse
    words = [i for i in range(gap[0], head) if p.pos[i] in _NOMINAL or p.pos[i] == "ADP"]
    heads = [i for i in words if p.pos[i] in _NAMING]
    if heads:
        return words[0], heads[-1]
    last = head
    for i in range(head + 1, gap[1]):
        if p.pos[i] not in _NOMINAL and p.tags[i] != "POS":
            break
        last = i
    return (head + 1, last) if last > head else None


def _according(p: Parse, token: int) -> _Beside | None:
    to = token + 1
    target = p.child(to, "pobj") if to < len(p) and p.lowers[to] == "to" else None
    if target is None:
        return None
    return _Beside(
        head=token,
        cue=(token, to),
        source=noun_range(p, target),
        strength="said",
        score=0.9,
        frame="according",
    )


def _before(layout: Layout, cues: Cues, unit: Unit, region: int) -> _Beside | None:
    """Return the cue in the words before a quotation: "She said: …", "NAME: …"."""
    p = layout.parse
    end = layout.tokens_of(region).start
    start = unit.first
    for i in range(end - 1, start - 1, -1):
        if layout.inside[i] >= 0:
            start = i + 1
            break
    if start >= end:
        return None
    if p.lowers[end - 1] not in _LEADS and not _verb_touches(layout, cues, end, region):
        return None
    for i in range(end - 1, max(start, end - _REACH) - 1, -1):
        if p.pos[i] not in ("VERB", "AUX") or p.deps[i] in ("aux", "auxpass"):
            continue
        cue = cues.verb(p, i)
        if cue is not None and "quote" in cue.frames:
            return _beside(layout, i, cue, (start, end), 0.9)
        if p.lowers[end - 1] == ",":
            return None
    if p.lowers[end - 1] == ":":
        return _label(layout, start, end - 1)
    return None


def _verb_touches(layout: Layout, cues: Cues, end: int, region: int) -> bool:
    """Tell whether a cue verb stands right before a whole quoted sentence: She said "No, never."."""
    p = layout.parse
    cue = cues.verb(p, end - 1)
    spoken = layout.ends_with(region) in _ENDS or layout.quoted[region].inner.cut(layout.text)[:1].isupper()
    return cue is not None and "quote" in cue.frames and p.pos[end - 1] == "VERB" and spoken


def _label(layout: Layout, start: int, colon: int) -> _Beside | None:
    """Return the speaker before a colon: "Ann Lee: …"."""
    p = layout.parse
    words = [p.words[i] for i in range(start, colon) if p.words[i].isalpha()]
    named = any(p.pos[i] == "PROPN" for i in range(start, colon)) or all(w[0].isupper() for w in words)
    if not 0 < colon - start <= 8 or not words or not named:
        return None
    return _Beside(head=colon, cue=(colon, colon), source=(start, colon - 1), strength="said", score=0.7, frame="label")


def _transcript(layout: Layout, paragraph: Range) -> Candidate | None:
    """Return the speech of a transcript line: "LEE: We will appeal.", "Q: Why?"."""
    p = layout.parse
    first, end = paragraph
    for i in range(first, min(end, first + 8)):
        if p.lowers[i] == ":":
            label = layout.text[p.starts[first] : p.starts[i]].strip()
            if i + 1 < end and i > first and _is_label(label) and layout.inside[i + 1] < 0:
                return Candidate(
                    head=i,
                    cue=(i, i),
                    content=((i + 1, end - 1),),
                    source=(first, i - 1),
                    frame="transcript",
                    strength="said",
                    score=0.8,
                    exact=(p.span(i + 1, end - 1),),
                )
            return None
        if layout.inside[i] >= 0 or p.lowers[i] in (".", "?", "!"):
            return None
    return None


def _is_label(label: str) -> bool:
    words = label.replace(".", " ").split()
    capitals = [w for w in words if w.isupper() and w.isalpha()]
    return bool(capitals) and len(words) <= 5 and len(capitals) >= len(words) - 1
