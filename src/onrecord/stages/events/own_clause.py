"""What the words of one clause say of its event: negation, modals, tense, adverbs and conditions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Factuality, Parse
from onrecord.stages.events import clauses

HAPPENED, PLANNED, DENIED, ALLEGED, HYPOTHETICAL = Factuality
_HELPING = frozenset({"aux", "auxpass"})
_TIMED = frozenset({"once", "until", "till"})
_OPENING = frozenset({"when", "after", "before", "as"})
_ANYBODY = frozenset({"anyone", "anybody", "whoever", "whomever"})
ATTEMPTS = frozenset({"attempt", "plot", "bid"})
SPEECH = "say"
FACT = "fact"
NEGATED = {PLANNED: DENIED, HYPOTHETICAL: DENIED, ALLEGED: DENIED, DENIED: HYPOTHETICAL, HAPPENED: DENIED}
_BY_NAME = {"planned": PLANNED, "denied": DENIED, "alleged": ALLEGED, "hypothetical": HYPOTHETICAL}
Cues = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A judgement and the token that shows it; no token for a plain assertion."""

    factuality: Factuality = HAPPENED
    cue: int | None = None
    reported_by: int | None = None


@lru_cache(maxsize=4)
def load_cues(lexicon: Lexicon) -> Mapping[str, Mapping[str, str]]:
    """Return the cue words: part of speech -> lemma -> class."""
    table: dict[str, dict[str, str]] = {}
    for pos, classes in lexicon.entries("events/cues").items():
        if isinstance(classes, Mapping):
            table[pos] = {str(word): name for name, words in classes.items() for word in words}
    return table


class OwnClause:
    """Judges by the words that stand at a verb or noun itself.

    Args:
        parse: The grammar.
        cues: The cue words: part of speech -> lemma -> class.
    """

    __slots__ = ("_cues", "_parse")

    def __init__(self, parse: Parse, cues: Cues) -> None:
        self._parse = parse
        self._cues = cues

    def modified(self, token: int, status: Status) -> Status:
        """Apply adjectives, determiners and adverbs that stand at a noun."""
        parse = self._parse
        for kid in parse.children[token]:
            dep = parse.deps[kid]
            if dep in {"amod", "compound", "nmod"}:
                status = self.apply(self._cues["adj"].get(parse.lowers[kid]), kid, status)
            elif dep == "advmod" and parse.pos[token] not in {"VERB", "AUX"}:
                status = self.apply(self._cues["adv"].get(parse.lowers[kid]), kid, status)
            elif dep in {"det", "neg"} and parse.lowers[kid] == "no":
                status = Status(factuality=DENIED, cue=kid)
            elif dep == "det" and parse.lowers[kid] == "any" and self._would_come(token):
                status = Status(factuality=HYPOTHETICAL, cue=kid)
            elif dep == "appos" and parse.lemmas[kid] in {"attempt", "plot"}:
                status = self.modified(kid, status)
        if parse.deps[token] == "compound" and parse.lemmas[parse.heads[token]].lower() in ATTEMPTS:
            head = parse.heads[token]
            inner = self.modified(head, Status())
            return inner if inner.cue is not None else Status(factuality=HYPOTHETICAL, cue=head)
        return status

    def _would_come(self, noun: int) -> bool:
        """Tell whether a noun is the subject of what will or may follow: "any attack will be punished"."""
        return self._parse.deps[noun] in {"nsubj", "nsubjpass"} and self.modal(self._parse.heads[noun]) is not None

    def own_clause(self, verb: int, status: Status) -> Status:
        """Apply negation, modals and adverbs of the trigger's own clause."""
        parse = self._parse
        negation = self.negation(verb)
        modal = self.modal(verb)
        if modal is not None:
            status = self.modal_status(verb, modal, status, negated=negation is not None)
        elif negation is not None:
            status = Status(factuality=NEGATED[status.factuality], cue=negation)
        for kid in parse.children[verb]:
            if parse.deps[kid] in {"advmod", "npadvmod"} and parse.deps[kid] != "neg":
                name = self._cues["adv"].get(parse.lowers[kid])
                if name in {"alleged", "hypothetical"} or (name == "denied" and parse.lowers[kid] != "no"):
                    status = self.apply(name, kid, status)
            elif parse.deps[kid] == "mark" and self._is_condition(kid, status):
                status = Status(factuality=HYPOTHETICAL, cue=kid)
            elif parse.lowers[kid] == "than" and self._is_rather(kid):
                status = Status(factuality=DENIED, cue=kid)
        inverted = self._inverted(verb)
        if inverted is not None and status.factuality is HAPPENED:
            return Status(factuality=HYPOTHETICAL, cue=inverted)
        opening = next((k for k in parse.children[verb] if parse.lowers[k] in _OPENING), None)
        if opening is not None and parse.deps[verb] == "advcl" and self._is_ahead(opening):
            status = self.apply("planned", opening, status)  # "will leave when the rebels disarm"
        if parse.deps[verb] == "relcl" and parse.lowers[parse.heads[verb]] in _ANYBODY:
            return self.apply("hypothetical", parse.heads[verb], status)
        return self._parenthesis(verb, self.purpose(verb, self.future(verb, status)))

    def _inverted(self, verb: int) -> int | None:
        """Return the auxiliary of a condition without "if": "had the army attacked, …"."""
        parse = self._parse
        if parse.deps[verb] not in {"advcl", "ccomp"}:
            return None
        subject = next(iter(clauses.own_subjects(parse, verb)), None)
        for kid in parse.children[verb]:
            before = subject is not None and kid < parse.left_edge[subject]
            if before and parse.deps[kid] in {"aux", "auxpass"} and parse.lowers[kid] in {"had", "were", "should"}:
                return kid
        return None

    def _parenthesis(self, verb: int, status: Status) -> Status:
        """Apply a belief put in before the verb: "whom the court concluded had been taken"."""
        parse = self._parse
        first = min([verb, *(k for k in parse.children[verb] if parse.deps[k] in {"aux", "auxpass", "neg"})])
        before = first - 1
        if status.factuality is not HAPPENED or before < 0 or parse.pos[before] != "VERB":
            return status
        if self.verb_class(parse.lemmas[before].lower()) != "alleged" or not clauses.own_subjects(parse, before):
            return status
        return Status(factuality=ALLEGED, cue=before)

    def _is_condition(self, mark: int, status: Status) -> bool:
        """Tell whether a subordinator opens a condition; "once" and "until" do so only of the future."""
        word = self._parse.lowers[mark]
        timed = word in _TIMED and status.factuality is HAPPENED and not self._is_ahead(mark)
        return self._cues["mark"].get(word) == "hypothetical" and not timed

    def _is_rather(self, than: int) -> bool:
        """Tell whether one thing is done rather, or sooner, than another."""
        parse = self._parse
        above = parse.heads[parse.heads[than]]
        near = {parse.lowers[than - 1], *(parse.lowers[k] for k in parse.children[above])}
        return bool(near & {"rather", "sooner"})

    def _is_ahead(self, mark: int) -> bool:
        """Tell whether a clause in the present hangs on one in the future: "will stay until the rebels leave"."""
        parse = self._parse
        verb = parse.heads[mark]
        now = parse.tags[verb] in {"VBZ", "VBP"} or any(
            parse.tags[k] in {"VBZ", "VBP"} for k in parse.children[verb] if parse.deps[k] in {"aux", "auxpass"}
        )
        if not now or parse.heads[verb] == verb:
            return False
        return parse.tags[parse.heads[verb]] == "VBD" or self.modal(parse.heads[verb]) is not None

    def negation(self, verb: int) -> int | None:
        """Return the word that negates a verb, also one shared by "or" or standing at its subject."""
        parse = self._parse
        if self._is_late(verb):
            return None
        for kid in parse.children[verb]:
            if parse.deps[kid] == "neg" or (
                parse.deps[kid] in {"advmod", "preconj", "cc"}
                and parse.lowers[kid] in {"never", "neither", "nor", "hardly"}
            ):
                return kid
            if parse.deps[kid] in {"nsubj", "nsubjpass", "dobj"}:
                if parse.lowers[kid] in {"nobody", "none", "nothing"}:
                    return kid
                for det in parse.children[kid]:
                    if parse.deps[det] in {"det", "neg", "preconj", "cc"} and parse.lowers[det] in {"no", "neither"}:
                        return det
        if parse.deps[verb] == "conj" and not clauses.own_subjects(parse, verb) and not self._modal_here(verb):
            return self._shared(verb, self.negation)
        return None

    def _is_late(self, verb: int) -> bool:
        """Tell whether it happened only then: "did not leave until Friday", "it was not until Friday that …"."""
        parse = self._parse
        kids = parse.children[verb]
        past = parse.tags[verb] == "VBD" or any(parse.tags[k] == "VBD" for k in kids if parse.deps[k] in _HELPING)
        return past and any(parse.lowers[k] == "until" and parse.deps[k] == "prep" for k in kids)

    def _shared(self, verb: int, find: Callable[[int], int | None]) -> int | None:
        """Return what stands once for two coordinated verbs ("did not meet or speak")."""
        head = self._parse.heads[verb]
        joined = any(
            self._parse.deps[k] == "cc" and self._parse.lowers[k] in {"or", "nor"} for k in self._parse.children[head]
        )
        return find(head) if joined else None

    def _modal_here(self, verb: int) -> int | None:
        parse = self._parse
        for kid in parse.children[verb]:
            if parse.deps[kid] in {"aux", "auxpass"} and (
                parse.tags[kid] == "MD" or parse.lowers[kid] in self._cues["modal"]
            ):
                return kid
        return None

    def modal(self, verb: int) -> int | None:
        """Return the modal of a verb, also one that stands once for several verbs."""
        found = self._modal_here(verb)
        parse = self._parse
        while (
            found is None
            and parse.deps[verb] == "conj"
            and not clauses.own_subjects(parse, verb)
            and parse.tags[verb] in {"VB", "VBN"}
        ):
            verb = parse.heads[verb]
            found = self._modal_here(verb)
        return found

    def modal_status(self, verb: int, modal: int, status: Status, *, negated: bool) -> Status:
        """Return the judgement under a modal; "would" in reported speech is but "will" said yesterday."""
        word = self._parse.lowers[modal]
        if negated:
            return Status(factuality=DENIED, cue=modal)
        name = self._cues["modal"].get(word, "hypothetical")
        if word in {"would", "'d", "’d"} and self._reported_past(verb):
            name = "planned"
        perfect = any(
            self._parse.lowers[k] in {"have", "'ve"} for k in self._parse.children[verb] if self._parse.deps[k] == "aux"
        )
        if perfect and word in {"may", "might", "must", "could"}:
            name = "alleged" if word != "could" else "hypothetical"
        return self.apply(name, modal, status)

    def _reported_past(self, verb: int) -> bool:
        """Tell whether "would" is but "will" said yesterday, and no wish or condition."""
        parse = self._parse
        if parse.lemmas[verb] in {"love", "like", "prefer", "be", "rather", "want", "welcome"}:
            return False
        if any(self._has_condition(k) for k in parse.children[verb] if parse.deps[k] == "advcl"):
            return False
        node = verb
        while parse.deps[node] == "conj":
            node = parse.heads[node]
        if parse.deps[node] not in {"ccomp", "acl", "advcl", "relcl"}:
            return False
        head = parse.heads[node]
        known = self.verb_class(parse.lemmas[head].lower())
        noun = self._cues["noun"].get(parse.lemmas[head].lower())
        return (parse.tags[head] in {"VBD", "VBN"} and known in {"say", "planned", "fact"}) or noun == "planned"

    def _has_condition(self, clause: int) -> bool:
        return any(self._parse.lowers[k] in {"if", "unless"} for k in self._parse.children[clause])

    def future(self, verb: int, status: Status) -> Status:
        """Apply "is to meet", headlines with a bare infinitive, and a progressive with a future date."""
        parse = self._parse
        if status.factuality is not HAPPENED:
            return status
        to = next((k for k in parse.children[verb] if parse.tags[k] == "TO"), None)
        if to is not None:
            head = parse.heads[verb]
            if parse.deps[verb] == "ROOT":
                return Status(factuality=PLANNED, cue=to)
            if parse.deps[verb] == "xcomp" and parse.lemmas[head] == "be":
                return self._is_to(head, to, status)
        progressive = parse.tags[verb] == "VBG" and any(
            parse.lemmas[k] == "be" and parse.tags[k] in {"VBZ", "VBP"} for k in parse.children[verb]
        )
        if progressive:
            near = [g for k in parse.children[verb] for g in (k, *parse.children[k]) if parse.pos[k] != "VERB"]
            for token in near:
                if parse.lowers[token] in {"next", "tomorrow", "soon", "later"}:
                    return Status(factuality=PLANNED, cue=token)
        return status

    def _is_to(self, head: int, to: int, status: Status) -> Status:
        """Apply "is to meet", and "were he to meet", which is a condition; not "it is easy to meet"."""
        parse = self._parse
        if any(parse.deps[k] == "acomp" for k in parse.children[head]):
            return status
        subject = next(iter(clauses.own_subjects(parse, head)), None)
        asked = parse.deps[head] == "advcl" and subject is not None and head < subject
        return Status(factuality=HYPOTHETICAL if asked else PLANNED, cue=head if asked else to)

    def purpose(self, verb: int, status: Status) -> Status:
        """Apply purpose clauses: "flew to Lima to meet the rebels"."""
        parse = self._parse
        if parse.deps[verb] != "advcl" or status.factuality is not HAPPENED:
            return status
        to = next((k for k in parse.children[verb] if parse.lowers[k] == "to" and parse.deps[k] == "aux"), None)
        passive = any(parse.lowers[k] == "be" for k in parse.children[verb] if parse.deps[k] == "auxpass")
        if to is not None and (parse.tags[verb] == "VB" or passive):
            only = any(parse.lowers[k] == "only" for k in parse.children[verb])
            head = parse.heads[verb]
            went_on = parse.lemmas[head] == "go" and any(parse.lowers[k] == "on" for k in parse.children[head])
            return status if only or went_on else Status(factuality=PLANNED, cue=to)
        return status

    def verb_class(self, lemma: str) -> str | None:
        """Return the class of a verb; the lemmatiser takes the "e" from "hopes" and "fined"."""
        return self._cues["verb"].get(lemma) or self._cues["verb"].get(lemma + "e")

    def apply(self, name: str | None, cue: int, status: Status) -> Status:
        """Return the judgement after a cue of a class, inner to outer."""
        if name is None or name in {FACT, SPEECH}:
            return status
        effect = _BY_NAME[name]
        inner = status.factuality
        if inner is HAPPENED or (inner is PLANNED and effect in {HYPOTHETICAL, DENIED}):
            return Status(factuality=effect, cue=cue)
        if inner is HYPOTHETICAL and effect is DENIED:
            return Status(factuality=DENIED, cue=cue)
        if inner is PLANNED and effect is ALLEGED:
            return Status(factuality=PLANNED, cue=status.cue)
        if inner is ALLEGED and effect is DENIED:
            return Status(factuality=DENIED, cue=cue)
        if inner is DENIED and effect in {HYPOTHETICAL, PLANNED}:
            return Status(factuality=DENIED, cue=status.cue)
        if inner is DENIED and effect is DENIED:
            return Status(factuality=HYPOTHETICAL, cue=cue)
        return status


def iter_cue_words(lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Yield (part of speech, word, class) of every cue."""
    for pos, words in load_cues(lexicon).items():
        yield from ((pos, word, name) for word, name in words.items())
