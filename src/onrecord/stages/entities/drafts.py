"""Entities while they are being put together, before they are frozen."""

from collections import Counter
from dataclasses import dataclass, field

from onrecord.model import EntityType, MentionForm, Office, Span
from onrecord.stages.entities.offices import Holding


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention with the token that heads it."""

    span: Span
    form: MentionForm
    token: int
    score: float = 1.0


@dataclass(slots=True, eq=False)
class Draft:
    """An entity in the making.

    Attributes:
        key: What makes it one: ``gov:JPN``, ``place:tokyo``, ``person:…``, ``nominal:…``.
        forms: Every name form with its count.
        gender: ``m``, ``f`` or empty when unknown.
        plural: Whether it is several.
        shown: The name where there is no name form.
        words: Modifiers of its descriptions, in lower case.
        holdings: What the table of offices knows of this person.
        aside: Whether it came in as somebody's relative or as dead, so that a bare surname hardly means it.
    """

    key: str
    type: EntityType
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Seen] = field(default_factory=list)
    country: str | None = None
    sector: str | None = None
    gender: str = ""
    plural: bool = False
    aside: bool = False
    shown: str = ""
    words: frozenset[str] = frozenset()
    offices: list[Office] = field(default_factory=list)
    holdings: tuple[Holding, ...] = ()

    def see(self, span: Span, form: MentionForm, token: int, score: float = 1.0, *, text: str = "") -> None:
        """Add a mention; ``text`` is its name form."""
        self.mentions.append(Seen(span, form, token, score))
        if text:
            self.forms[text] += 1


@dataclass(slots=True, eq=False)
class Cast:
    """All drafts of a report by key, in order of creation, and which token belongs to which."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    by_token: dict[int, Draft] = field(default_factory=dict)

    def get(self, key: str, kind: EntityType) -> Draft:
        """Return the draft of a key, made when new."""
        if key not in self.drafts:
            self.drafts[key] = Draft(key, kind)
        return self.drafts[key]

    def place(
        self,
        draft: Draft,
        span: Span,
        form: MentionForm,
        tokens: range,
        score: float = 1.0,
        *,
        text: str = "",
        head: int | None = None,
    ) -> None:
        """Add a mention to a draft and mark its tokens as taken."""
        draft.see(span, form, tokens[-1] if head is None else head, score, text=text)
        for token in tokens:
            self.by_token[token] = draft
