"""Where direct quotations run and who speaks them, roughly: enough to keep "he" inside one from meaning its speaker.

The quotations themselves are another stage's work, which needs the entities first.
"""

from dataclasses import dataclass

from onrecord.model import Parse
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.tables import Tables

_OPEN = frozenset({"“", "``", "«"})
_CLOSE = frozenset({"”", "»"})
_EITHER = frozenset({'"', "''"})
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Voices:
    """For each token in a direct quotation: the number of the quotation; and each quotation's speaker."""

    region: dict[int, int]
    speakers: dict[int, Draft]

    def speaker(self, token: int) -> Draft | None:
        """Return who speaks the quotation around a token, or None."""
        number = self.region.get(token)
        return self.speakers.get(number) if number is not None else None


def find_voices(parse: Parse, tables: Tables, cast: Cast) -> Voices:
    """Return the direct quotations of a report with their speakers where these stand beside them.

    A mark left open ends with its block, so that it silences no other quotation. Cost: linear in the tokens.
    """
    spans = list(_spans(parse))
    region = {t: n for n, (first, last) in enumerate(spans) for t in range(first, last + 1)}
    speakers: dict[int, Draft] = {}
    for number, (first, last) in enumerate(spans):
        found = _beside(parse, tables, cast, region, first, last)
        if found is not None:
            speakers[number] = found
    return Voices(region, speakers)


def _spans(parse: Parse) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    start: int | None = None
    for token, word in enumerate(parse.words):
        if start is not None and token - start > 400:
            start = None
        if word in _OPEN or (word in _EITHER and start is None):
            start = token
        elif start is not None and (word in _CLOSE or word in _EITHER):
            if token - start > 2:
                out.append((start, token))
            start = None
    return out


def _beside(parse: Parse, tables: Tables, cast: Cast, region: dict[int, int], first: int, last: int) -> Draft | None:
    """Return the subject of a verb of saying right after or before a quotation, in its sentence."""
    begin = parse.sentences[parse.sentence_of(first)][0]
    end = parse.sentences[parse.sentence_of(last)][1]
    after = range(last + 1, min(end, last + _NEAR))
    before = range(max(begin, first - _NEAR), first)
    for tokens in (after, before):
        for token in tokens:
            if token in region or parse.deps[token] != "nsubj":
                continue
            if parse.lemmas[parse.heads[token]] not in tables.contexts["speech"]:
                continue
            return cast.by_token.get(token)
    return None
