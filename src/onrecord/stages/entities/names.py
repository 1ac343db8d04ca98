"""A name in the text, as every rule of this stage passes it on."""

from dataclasses import dataclass

from onrecord.model import Parse
from onrecord.stages.entities.tables import Known


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text.

    Attributes:
        first, last: Tokens, both inclusive, without title, article and possessive ending.
        label: The model's type, or ``""`` when a rule found it.
        known: What the lexicon says of it, or None.
        country: Country of a modifier inside the name ("Chinese Embassy").
        headline: Whether it stands in a line of title case, where capitals prove nothing.
    """

    first: int
    last: int
    label: str = ""
    known: Known | None = None
    country: str | None = None
    headline: bool = False

    def text(self, parse: Parse) -> str:
        """Return the words as one string with single spaces where the text has any gap."""
        out = parse.words[self.first]
        for i in range(self.first + 1, self.last + 1):
            gap = " " if parse.starts[i] > parse.ends[i - 1] else ""
            out += gap + parse.words[i]
        return out

    def head(self, parse: Parse) -> int:
        """Return the token that heads the name: the first whose own head lies outside ("Republic of Korea")."""
        for token in range(self.first, self.last + 1):
            above = parse.heads[token]
            if above == token or not self.first <= above <= self.last:
                return token if parse.pos[token] in {"PROPN", "NOUN", "ADJ"} else self.last
        return self.last
