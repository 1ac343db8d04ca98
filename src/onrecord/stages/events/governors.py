"""What a governing word makes of the event that hangs on it: planned, denied, alleged, hypothetical or a fact."""

from onrecord.lexicon import Lexicon
from onrecord.model import Parse
from onrecord.stages.events import clauses
from onrecord.stages.events.own_clause import FACT, HAPPENED, Status, load_cues


class Governors:
    """Finds the class of the words above an event.

    Args:
        parse: The grammar.
        lexicon: The word lists.
    """

    __slots__ = ("_cues", "_parse", "_roles")

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._cues = load_cues(lexicon)
        self._roles = clauses.load_roles(lexicon)

    def of_clause(self, head: int, node: int) -> str | None:
        """Return the class of a word that governs a clause."""
        parse = self._parse
        lemma = parse.lemmas[head].lower()
        pos = parse.pos[head]
        if pos in {"NOUN", "PROPN"}:
            return self._cues["noun"].get(lemma)
        if pos in {"VERB", "AUX"} and (phrase := self.of_phrase(head)):
            return phrase
        if lemma == "be":
            complement = next((k for k in parse.children[head] if parse.deps[k] == "acomp"), None)
            stray = parse.deps[node] == "ccomp" and node < head  # "they met, days before he was due to leave"
            return None if complement is None or stray else self.of_clause(complement, node)
        if pos == "ADJ" and parse.tags[head] != "VBN":
            name = self._cues["adj"].get(parse.lowers[head]) or self._cues["adj"].get(lemma)
            return self._verb_class(lemma) if name is None else name
        went_on = any(parse.lowers[k] == "on" for k in parse.children[head])
        if lemma == "go" and not went_on and any(parse.tags[k] == "TO" for k in parse.children[node]):
            return "planned"
        if lemma == "have" and any(parse.tags[k] == "TO" for k in parse.children[node]):
            return self._have_to(head, node)
        if lemma == "use":
            return FACT
        if lemma == "tell" and any(parse.tags[k] == "TO" for k in parse.children[node]):
            return "hypothetical"  # "told the residents to leave"
        if lemma in {"suggest", "indicate", "hint"} and parse.tags[node] in {"VBD", "VBZ", "VBP", "VBN"}:
            return "alleged"
        if lemma in {"remain", "threaten"} and clauses.is_passive(parse, node):
            return "hypothetical"
        return self._verb_class(lemma)

    def _have_to(self, head: int, node: int) -> str:
        parse = self._parse
        yet = any(parse.lowers[k] == "yet" for k in (*parse.children[head], *parse.children[node]))
        if yet:
            return "denied"
        return FACT if parse.tags[head] == "VBD" else "hypothetical"

    def of_object(self, verb: int, node: int, status: Status) -> str | None:
        """Return the class of a word that governs an event through a preposition."""
        parse = self._parse
        if parse.deps[node] == "pcomp":
            return self.of_clause(verb, node)
        return self.of_noun(verb, status) if parse.pos[verb] != "ADJ" else self.of_clause(verb, node)

    def of_noun(self, verb: int, status: Status | None = None) -> str | None:
        """Return what a verb makes of its noun object, or of one that was only meant so far."""
        lemma = self._parse.lemmas[verb].lower()
        table = self._cues["noun_object"]
        name = self.of_phrase(verb) or table.get(lemma) or table.get(lemma + "e")
        if name is None and status is not None and status.factuality is not HAPPENED:
            return self._cues["undone"].get(lemma) or self._phrase(verb, "undone")
        return name

    def over_from(self, verb: int, node: int) -> str | None:
        """Return the class of a verb over "from": who is kept, held back or barred from it does not do it."""
        parse = self._parse
        name = self.of_clause(verb, node)
        for kid in parse.children[verb]:
            held = parse.deps[kid] in {"dobj", "nsubjpass"} and clauses.is_party(parse, kid, self._roles)
            if name is None and (held or parse.lowers[kid] in {"back", "off", "away"}):
                return "denied"
        return name

    def of_phrase(self, verb: int) -> str | None:
        """Return the class of a verb that says something else with its particle ("put off", "keep from")."""
        parse = self._parse
        name = self._phrase(verb, "phrase")
        direct = any(parse.deps[k] == "dobj" for k in parse.children[verb])
        return None if name == "hypothetical" and direct else name  # "called a meeting on Tuesday"

    def _phrase(self, verb: int, table: str) -> str | None:
        """Return the class that a table has for a verb with its particle or preposition."""
        parse = self._parse
        lemma = parse.lemmas[verb].lower()
        deps = {"prt", "advmod"} | ({"acomp"} if lemma == "be" else {"prep"})  # "is off", not "is off the coast"
        near = [k for k in parse.children[verb] if parse.deps[k] in deps]
        return next((n for k in near if (n := self._cues[table].get(f"{lemma} {parse.lowers[k]}"))), None)

    def _verb_class(self, lemma: str) -> str | None:
        return self._cues["verb"].get(lemma) or self._cues["verb"].get(lemma + "e")
