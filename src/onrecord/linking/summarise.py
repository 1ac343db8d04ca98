"""Reading -> summary: everything linking needs of one report."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.linking.dates import make_when
from onrecord.linking.facts import (
    EntityFact,
    EventFact,
    FigureFact,
    OfficeFact,
    QuotationFact,
    ReportSummary,
    When,
)
from onrecord.linking.words import content_stems, pack, pack_words, shingles, split_words, stem
from onrecord.model import (
    Entity,
    Event,
    Figure,
    Grade,
    MentionForm,
    Quotation,
    Reading,
    Report,
    Span,
    Timex,
    cut_spans,
)
from onrecord.model.ids import digest_text
from onrecord.model.lines import line_ids

_CAPITAL = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
LEAD_WORDS = 60
"""Words of the title and the first sentences that say what a report is about."""


def summarise(reading: Reading, ids: Mapping[str, str] | None = None) -> ReportSummary:
    """Boil a reading down to what linking compares; again when it is dated or corrected.

    Args:
        reading: A reading; its parse is not needed.
        ids: Story-wide id of every item where decisions keep them; worked out from the places otherwise.

    Returns:
        A value that pickles and has a JSON form (``model.codec``). Dates are days, as anchored in the reading.

    Cost: linear in the text, about 2 ms for 500 words.
    """
    return _Summariser.of(reading, ids or line_ids(reading)).summary()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Summariser:
    """One reading with the tables its lines are looked up in."""

    reading: Reading
    ids: Mapping[str, str]
    names: Mapping[str, str]
    timexes: Mapping[str, Timex]
    events: Mapping[str, Event]
    starts: Sequence[int]

    @classmethod
    def of(cls, reading: Reading, ids: Mapping[str, str]) -> "_Summariser":
        return cls(
            reading=reading,
            ids=ids,
            names={e.id: e.name for e in reading.entities},
            timexes={t.id: t for t in reading.timexes},
            events={e.id: e for e in reading.events},
            starts=[s.start for s in reading.sentences],
        )

    def summary(self) -> ReportSummary:
        reading, report = self.reading, self.reading.report
        body = body_text(report)
        words = split_words(body)
        stems = content_stems(body)
        headline = f"{report.title or ''} {slug_words(report.url)}"
        return ReportSummary(
            report=report.id,
            title=report.title,
            outlet=report.outlet,
            url=report.url,
            published=make_when(report.published.value),
            words=len(words),
            digest=digest_text(" ".join(words))[:24],
            sketch=sketch_of(body, words),
            numbers=pack_words(w for w in words if w[0].isdigit()),
            terms=pack_words(stems),
            headline=pack_words(content_stems(headline)),
            lead=pack_words(content_stems(f"{headline} {_first_words(body)}")),
            names=pack_words(capital_stems(body)),
            phrases=pack_words(capital_phrases(body)),
            ages=pack_words(find_ages(body)),
            days=tuple(sorted(w.earliest for t in reading.timexes if (w := self._when(t.id)) and w.days == 1)),
            credits=find_credits(report, body),
            entities=tuple(map(self._entity, reading.entities)),
            quotations=tuple(map(self._quotation, reading.quotations)),
            events=tuple(map(self._event, reading.events)),
            figures=tuple(map(self._figure, reading.figures)),
        )

    def _line(self, item: str | None) -> str | None:
        return self.ids.get(item) if item else None

    def _lines(self, items: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.ids[i] for i in items if i in self.ids)

    def _when(self, timex: str | None) -> When | None:
        found = self.timexes.get(timex) if timex else None
        return make_when(found.edtf, found.earliest, found.latest) if found else None

    def _sentence(self, span: Span) -> str:
        at = bisect_right(self.starts, span.start) - 1
        text = self.reading.report.text
        if at < 0:
            return span.cut(text)
        sentence = self.reading.sentences[at]
        return text[sentence.start : max(sentence.end, span.end)]

    def _context(self, span: Span) -> bytes:
        return pack_words(content_stems(self._sentence(span)))

    def _entity(self, entity: Entity) -> EntityFact:
        return EntityFact(
            line=self.ids[entity.id],
            name=entity.name,
            type=entity.type,
            names=entity.names or (entity.name,),
            country=entity.country,
            sector=entity.sector,
            offices=tuple(OfficeFact(office=o.office, of=o.of, status=o.status) for o in entity.offices),
            named=any(m.form is MentionForm.NAME for m in entity.mentions),
            mentions=max(1, len(entity.mentions)),
            context=self._context(entity.mentions[0].span) if entity.mentions else b"",
        )

    def _quotation(self, quotation: Quotation) -> QuotationFact:
        return QuotationFact(
            line=self.ids[quotation.id],
            kind=quotation.kind,
            text=cut_spans(quotation.content, self.reading.report.text),
            speaker=self._line(quotation.speaker),
            speaker_name=self.names.get(quotation.speaker or ""),
            addressee=self._line(quotation.addressee) or quotation.addressee,
            inside=self._line(quotation.inside),
            relayed_by=tuple(self.ids.get(r, r) for r in quotation.relayed_by),
            strength=quotation.strength,
            negated=quotation.negated,
            origin=find_origin(self._sentence(quotation.content[0])),
        )

    def _event(self, event: Event) -> EventFact:
        text = self.reading.report.text
        sentence = self._sentence(event.trigger[0])
        return EventFact(
            line=self.ids[event.id],
            type=event.type,
            trigger=cut_spans(event.trigger, text, " "),
            mode=event.mode,
            actor=self._lines(event.actor),
            recipient=self._lines(event.recipient),
            place=self._line(event.place),
            when=self._when(event.time),
            factuality=event.factuality,
            said_in=self._line(event.said_in),
            context=pack_words(content_stems(sentence)),
            names=pack_words(capital_stems(sentence)),
            position=round(event.trigger[0].start / max(1, len(text)), 3),
            origin=find_origin(sentence),
        )

    def _figure(self, figure: Figure) -> FigureFact:
        text = self.reading.report.text
        sentence = self._sentence(figure.span)
        event = self.events.get(figure.event or "")
        of = figure.of
        return FigureFact(
            line=self.ids[figure.id],
            text=figure.span.cut(text),
            low=figure.low,
            high=figure.high,
            approximate=figure.approximate,
            unit=figure.unit,
            counted=figure.counted.cut(text) if figure.counted else None,
            of=self._line(of) if isinstance(of, str) else None,
            of_value=float(of) if isinstance(of, int | float) else None,
            by=self._line(figure.by),
            by_name=self.names.get(figure.by or ""),
            as_of=self._when(figure.as_of),
            change=figure.change,
            event=self._line(figure.event),
            trigger=cut_spans(event.trigger, text, " ") if event else None,
            event_when=self._when(event.time) if event else None,
            said_in=self._line(figure.said_in),
            same_as=self._line(figure.same_as),
            context=pack_words(content_stems(sentence)),
            names=pack_words(capital_stems(sentence)),
            origin=find_origin(sentence),
        )


def body_text(report: Report) -> str:
    """Return the report's text without its residue."""
    out, at = [], 0
    for residue in sorted(report.residue, key=lambda r: r.span.start):
        if residue.grade is Grade.RESIDUE and residue.span.start >= at:
            out.append(report.text[at : residue.span.start])
            at = residue.span.end
    return "\n".join([*out, report.text[at:]])


_QUOTED = re.compile(r"[“\"„«][^“”\"„«»]{60,1500}[”\"“»]")


def sketch_of(body: str, words: Sequence[str]) -> bytes:
    """Return the packed shingles of a text outside of its long quotations.

    Different reports of one event quote the same statement; that makes none a copy of the other. A text that
    is hardly more than quotations is taken whole.
    """
    parts = [split_words(part) for part in _QUOTED.split(body)]
    outside = [h for part in parts for h in shingles(part)]
    return pack(outside if sum(map(len, parts)) * 3 >= len(words) else shingles(words))


def slug_words(url: str | None) -> str:
    """Return the words of the last part of an address that reads like a headline, else nothing.

    Example:
        >>> slug_words("https://example.org/2021/05/dockers-vote-for-strike-20210504.html")
        'dockers vote for strike'
    """
    path = re.split(r"https?://", url or "")[-1].split("/")[1:]  # an archive's address ends in that of the page
    parts = [re.findall(r"[a-z]{2,}", part.casefold().removesuffix(".html")) for part in path]
    longest = max(parts, key=len, default=[])
    return " ".join(longest) if len(longest) >= 3 else ""


def _first_words(body: str) -> str:
    return " ".join(body.split(maxsplit=LEAD_WORDS)[:LEAD_WORDS])


def capital_stems(text: str) -> list[str]:
    """Return the stems of words that stand capitalised inside a sentence, and the numbers.

    Example:
        >>> capital_stems("Police in Lyon held 12 men.")
        ['lyon', '12']
    """
    out = []
    for sentence in _SENTENCE_END.split(text):
        words = _CAPITAL.findall(sentence)
        out += [
            w.replace(",", "") if w[0].isdigit() else stem(w.casefold())
            for i, w in enumerate(words)
            if w[0].isdigit() or (w[0].isupper() and i > 0 and len(w) > 1)
        ]
    return out


_PHRASE = re.compile(r"(?=\b([^\W\d_a-z][\w’'-]*\s+(?:[^\W\d_]\.\s+)?[^\W\d_a-z][\w’'-]*))")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old|\b[Aa]ged? (\d{1,3})\b|(?<=\w), (\d{1,2})(?=[,.])")


def capital_phrases(text: str) -> list[str]:
    """Return every two neighbouring capitalised words: names of people, streets and places in full.

    Example:
        >>> capital_phrases("Anna B. Lund left Quay Street.")
        ['anna lund', 'quay street']
    """
    found = (m[1].casefold().split() for m in _PHRASE.finditer(text))
    return [f"{words[0]} {words[-1]}" for words in found if len(words[0]) > 1]


def find_ages(text: str) -> list[str]:
    """Return the ages that a text gives its people.

    Example:
        >>> find_ages("A 12-year-old and Ola Berg, 44, were hurt.")
        ['12', '44']
    """
    return [next(filter(None, m.groups())) for m in _AGE.finditer(text)]


@lru_cache(maxsize=4)
def _agency_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    forms = {f: key for key, names in lexicon.entries("linking/agencies").items() for f in names}
    any_of = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    credit = re.compile(
        rf"\(({any_of})\)|^[^\n]{{0,60}}[-–—]\s*({any_of})\b|^(?:By |From )?({any_of})\s*$", re.MULTILINE
    )
    verbs = "reported|reports|said|says|quoted|translation|news agency|news service|poll"
    cited = re.compile(rf"\b({any_of})(?:’s|'s)? (?:{verbs})\b|\b(?:according to|told|by) (?:the |a )?({any_of})\b")
    return credit, cited, forms


def find_credits(report: Report, body: str) -> tuple[str, ...]:
    """Return the agencies that byline, dateline or a credit line names as the report's origin."""
    credit, _, forms = _agency_patterns(load_lexicon())
    byline = report.byline or ""
    found = {forms[f] for f in forms if f and re.search(rf"\b{re.escape(f)}\b", byline)}
    for text in (body[:400], body[-200:]):
        found |= {forms[next(filter(None, m.groups()))] for m in credit.finditer(text)}
    return tuple(sorted(found))


def find_origin(sentence: str) -> str | None:
    """Return the agency that a sentence gives as its own origin ("Kyodo reported"), or None."""
    _, cited, forms = _agency_patterns(load_lexicon())
    found = cited.search(sentence)
    return forms[next(filter(None, found.groups()))] if found else None
