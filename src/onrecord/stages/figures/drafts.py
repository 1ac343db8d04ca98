"""Figures on their way: a quantity with its place in the grammar."""

from dataclasses import dataclass
from itertools import islice

from onrecord.model import Parse, Span
from onrecord.stages.figures.quantities import Quantity
from onrecord.stages.figures.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A quantity that is a figure, with the tokens it covers.

    Attributes:
        quantity: What the words of the number say.
        first, last: First and last token of the whole span, inclusive; -1 without a parse.
        root: The token of the span whose head lies outside of it; -1 without a parse.
        sentence: Index of its sentence; -1 without a parse.
        upper: Whether the sentence is in capitals throughout, so that the parse is not to be trusted.
        counted: The words for what is counted, or None.
        head: The head token of ``counted``, or None.
    """

    quantity: Quantity
    first: int = -1
    last: int = -1
    root: int = -1
    sentence: int = -1
    upper: bool = False
    counted: Span | None = None
    head: int | None = None

    @property
    def value(self) -> float:
        """The lower bound, or the upper one where only that is known."""
        return self.quantity.value


def make_draft(parse: Parse, quantity: Quantity, text: str) -> Draft | None:
    """Place a quantity in the parse; None when it stands outside all sentences (in residue)."""
    tokens = parse.tokens_in(quantity.span)
    if not len(parse):
        return Draft(quantity=quantity)
    if not tokens:
        return None
    first, last = tokens[0], tokens[-1]
    sentence = parse.sentence_of(first)
    cut = parse.sentence_span(sentence).cut(text)
    return Draft(
        quantity=quantity,
        first=first,
        last=last,
        root=_root(parse, first, last),
        sentence=sentence,
        upper=cut.upper() == cut and cut.lower() != cut,
    )


def _root(parse: Parse, first: int, last: int) -> int:
    """Return the token whose head lies outside the stretch; the last such one that is no mark."""
    outside = [i for i in range(first, last + 1) if not first <= parse.heads[i] <= last or parse.heads[i] == i]
    content = [i for i in outside if parse.pos[i] in {"NUM", "NOUN", "PROPN", "SYM", "PRON", "ADJ", "DET"}]
    return (content or outside or [last])[-1]


def harm_class(parse: Parse, draft: Draft, words: Words) -> str:
    """Return ``killed`` or ``injured`` when a verb of death or injury stands above the number, else an empty string."""
    if draft.root < 0:
        return ""
    start = draft.head if draft.head is not None else draft.root
    if draft.upper:
        near = (draft.first - 1, draft.last + 1, draft.last + 2)
        lemmas = {parse.lemmas[k].lower() for k in near if 0 <= k < len(parse)}
    else:
        lemmas = {parse.lemmas[up] for up in islice(parse.ancestors(start), 2)}
    if lemmas & (words.harm["killed_verbs"] | words.harm["died_verbs"]):
        return "killed"
    return "injured" if lemmas & (words.harm["injured_verbs"] | words.harm["shot_verbs"]) else ""
