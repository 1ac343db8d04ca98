"""Whether an event happened, as the words around its trigger put it, and which words show it.

References: FactBank (Saurí and Pustejovsky 2009) for the classes; Karttunen (1971) for implicative verbs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Factuality, Parse
from onrecord.stages.events import clauses

HAPPENED, PLANNED, DENIED, ALLEGED, HYPOTHETICAL = Factuality
_BY_NAME = {"planned": PLANNED, "denied": DENIED, "alleged": ALLEGED, "hypothetical": HYPOTHETICAL}
_SPEECH = "say"
_FACT = "fact"
_NEGATED = {PLANNED: DENIED, HYPOTHETICAL: DENIED, ALLEGED: DENIED, DENIED: HYPOTHETICAL, HAPPENED: DENIED}


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


def judge(parse: Parse, token: int, lexicon: Lexicon, carrier: int | None = None) -> Status:
    """Return whether what a token names happened.

    Climbs from the trigger to the root of its clause; each word on the way may change the judgement.

    Args:
        parse: The grammar.
        token: The trigger.
        lexicon: The word lists.
        carrier: The light verb of a noun trigger.

    Cost: linear in the depth of the sentence.
    """
    return _Climb(parse, load_cues(lexicon)).judge(token, carrier)


class _Climb:
    """One walk from a trigger upwards."""

    __slots__ = ("_cues", "_parse")

    def __init__(self, parse: Parse, cues: Mapping[str, Mapping[str, str]]) -> None:
        self._parse = parse
        self._cues = cues

    def judge(self, token: int, carrier: int | None) -> Status:
        status = self._modified(token, Status())
        node = token
        if carrier is not None and carrier != token:
            name = self._object_class(carrier)
            status = self._own_clause(carrier, self._apply(name, carrier, status))
            node = carrier
        elif self._parse.pos[token] in {"VERB", "AUX", "ADJ"}:
            status = self._own_clause(token, status)
        seen: set[int] = set()
        while node not in seen and self._parse.heads[node] != node:
            seen.add(node)
            step = self._step(node, status)
            if step is None:
                break
            node, status = step
        return status

    def _modified(self, token: int, status: Status) -> Status:
        """Apply adjectives, determiners and adverbs that stand at a noun."""
        parse = self._parse
        for kid in parse.children[token]:
            dep = parse.deps[kid]
            if dep in {"amod", "compound", "nmod"}:
                status = self._apply(self._cues["adj"].get(parse.lowers[kid]), kid, status)
            elif dep == "advmod" and parse.pos[token] not in {"VERB", "AUX"}:
                status = self._apply(self._cues["adv"].get(parse.lowers[kid]), kid, status)
            elif dep in {"det", "neg"} and parse.lowers[kid] == "no":
                status = Status(factuality=DENIED, cue=kid)
            elif dep == "appos" and parse.lemmas[kid] in {"attempt", "plot"}:
                status = self._modified(kid, status)
        if parse.deps[token] == "compound" and parse.lemmas[parse.heads[token]].lower() in {
            "attempt",
            "plot",
            "bid",
        }:
            head = parse.heads[token]
            inner = self._modified(head, Status())
            return inner if inner.cue is not None else Status(factuality=HYPOTHETICAL, cue=head)
        return status

    def _own_clause(self, verb: int, status: Status) -> Status:
        """Apply negation, modals and adverbs of the trigger's own clause."""
        parse = self._parse
        negation = self._negation(verb)
        modal = self._modal(verb)
        if modal is not None:
            status = self._modal_status(verb, modal, status, negated=negation is not None)
        elif negation is not None:
            status = Status(factuality=_NEGATED[status.factuality], cue=negation)
        for kid in parse.children[verb]:
            if parse.deps[kid] in {"advmod", "npadvmod"} and parse.deps[kid] != "neg":
                name = self._cues["adv"].get(parse.lowers[kid])
                if name in {"alleged", "hypothetical"} or (name == "denied" and parse.lowers[kid] != "no"):
                    status = self._apply(name, kid, status)
            elif parse.deps[kid] == "mark" and self._is_condition(kid, status):
                status = Status(factuality=HYPOTHETICAL, cue=kid)
        return self._parenthesis(verb, self._purpose(verb, self._future(verb, status)))

    def _parenthesis(self, verb: int, status: Status) -> Status:
        """Apply a belief put in before the verb: "whom the court concluded had been taken"."""
        parse = self._parse
        first = min([verb, *(k for k in parse.children[verb] if parse.deps[k] in {"aux", "auxpass", "neg"})])
        before = first - 1
        if status.factuality is not HAPPENED or before < 0 or parse.pos[before] != "VERB":
            return status
        if self._verb(parse.lemmas[before].lower()) != "alleged" or not clauses.own_subjects(parse, before):
            return status
        return Status(factuality=ALLEGED, cue=before)

    def _is_condition(self, mark: int, status: Status) -> bool:
        """Tell whether a subordinator opens a condition; "once" and "until" do so only of the future."""
        word = self._parse.lowers[mark]
        timed = word in {"once", "until", "till"} and status.factuality is HAPPENED
        return self._cues["mark"].get(word) == "hypothetical" and not timed

    def _negation(self, verb: int) -> int | None:
        parse = self._parse
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
                    if parse.deps[det] in {"det", "neg"} and parse.lowers[det] in {"no", "neither"}:
                        return det
        if parse.deps[verb] == "conj" and not clauses.own_subjects(parse, verb) and not self._modal_here(verb):
            return self._shared(verb, self._negation)
        return None

    def _shared(self, verb: int, find: object) -> int | None:
        """Return what stands once for two coordinated verbs ("did not meet or speak")."""
        head = self._parse.heads[verb]
        joined = any(
            self._parse.deps[k] == "cc" and self._parse.lowers[k] in {"or", "nor"} for k in self._parse.children[head]
        )
        return find(head) if joined and callable(find) else None

    def _modal_here(self, verb: int) -> int | None:
        parse = self._parse
        for kid in parse.children[verb]:
            if parse.deps[kid] in {"aux", "auxpass"} and (
                parse.tags[kid] == "MD" or parse.lowers[kid] in self._cues["modal"]
            ):
                return kid
        return None

    def _modal(self, verb: int) -> int | None:
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

    def _modal_status(self, verb: int, modal: int, status: Status, *, negated: bool) -> Status:
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
        return self._apply(name, modal, status)

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
        known = self._verb(parse.lemmas[head].lower())
        noun = self._cues["noun"].get(parse.lemmas[head].lower())
        return (parse.tags[head] in {"VBD", "VBN"} and known in {"say", "planned", "fact"}) or noun == "planned"

    def _has_condition(self, clause: int) -> bool:
        return any(self._parse.lowers[k] in {"if", "unless"} for k in self._parse.children[clause])

    def _future(self, verb: int, status: Status) -> Status:
        """Apply "is to meet", headlines with a bare infinitive, and a progressive with a future date."""
        parse = self._parse
        if status.factuality is not HAPPENED:
            return status
        to = next((k for k in parse.children[verb] if parse.tags[k] == "TO"), None)
        if to is not None:
            head = parse.heads[verb]
            if parse.deps[verb] == "ROOT" or (parse.deps[verb] == "xcomp" and parse.lemmas[head] == "be"):
                return Status(factuality=PLANNED, cue=to)
        progressive = parse.tags[verb] == "VBG" and any(
            parse.lemmas[k] == "be" and parse.tags[k] in {"VBZ", "VBP"} for k in parse.children[verb]
        )
        if progressive:
            near = [g for k in parse.children[verb] for g in (k, *parse.children[k]) if parse.pos[k] != "VERB"]
            for token in near:
                if parse.lowers[token] in {"next", "tomorrow", "soon", "later"}:
                    return Status(factuality=PLANNED, cue=token)
        return status

    def _purpose(self, verb: int, status: Status) -> Status:
        """Apply purpose clauses: "flew to Lima to meet the rebels"."""
        parse = self._parse
        if parse.deps[verb] != "advcl" or status.factuality is not HAPPENED:
            return status
        to = next((k for k in parse.children[verb] if parse.tags[k] == "TO"), None)
        if to is not None and parse.tags[verb] == "VB":
            only = any(parse.lowers[k] == "only" for k in parse.children[verb])
            head = parse.heads[verb]
            went_on = parse.lemmas[head] == "go" and any(parse.lowers[k] == "on" for k in parse.children[head])
            return status if only or went_on else Status(factuality=PLANNED, cue=to)
        return status

    def _step(self, node: int, status: Status) -> tuple[int, Status] | None:
        """Return the governing word with the judgement it leaves, or None where the climb ends."""
        parse = self._parse
        dep, head = parse.deps[node], parse.heads[node]
        if dep == "conj":
            return self._over_conjunct(node, status)
        if dep in {"ccomp", "xcomp", "csubj", "csubjpass", "oprd"}:
            return self._under_predicate(node, head, status)
        if dep in {"acl", "relcl"}:
            return self._under_noun(node, head, status)
        if dep == "advcl":
            return self._under_main_clause(node, head, status)
        if dep in {"pobj", "pcomp"}:
            return self._under_preposition(node, head, status)
        if dep in {"dobj", "nsubj", "nsubjpass", "attr", "dative", "appos", "poss", "compound", "amod"}:
            return self._as_argument(node, head, status)
        return None

    def _over_conjunct(self, node: int, status: Status) -> tuple[int, Status] | None:
        parse = self._parse
        if parse.pos[node] in {"VERB", "AUX"} and clauses.own_subjects(parse, node):
            return None
        return parse.heads[node], status

    def _under_predicate(self, node: int, head: int, status: Status) -> tuple[int, Status] | None:
        parse = self._parse
        name = self._class_of(head, node)
        if name == _SPEECH:
            return self._speech(head, status)
        if name is None and parse.deps[node] == "ccomp" and parse.pos[head] == "VERB":
            return None
        if parse.pos[head] == "ADJ" and any(parse.lowers[k] == "too" for k in parse.children[head]):
            return head, Status(factuality=DENIED, cue=head)
        if name is None and parse.pos[head] == "ADJ":
            name = _FACT
        inner = self._apply(name, head, status) if name else status
        return head, self._own_clause_of_cue(head, inner, name)

    def _speech(self, head: int, status: Status) -> tuple[int, Status] | None:
        parse = self._parse
        cue = Status(factuality=status.factuality, cue=status.cue, reported_by=head)
        negation = self._negation(head)
        passive = clauses.is_passive(parse, head)
        if passive and status.factuality is HAPPENED and parse.lemmas[head] in {"say", "report"}:
            return head, Status(factuality=ALLEGED, cue=head)
        if negation is not None and status.factuality is HAPPENED and parse.lemmas[head] == "say":
            return head, cue
        return head, cue

    def _own_clause_of_cue(self, head: int, status: Status, name: str | None) -> Status:
        """Apply negation and modals that stand at a governing word."""
        if self._parse.pos[head] == "NOUN":
            return self._modified_cue(head, status)
        negation, modal = self._negation(head), self._modal(head)
        if negation is not None and negation != status.cue:
            if name == "alleged" and status.factuality is DENIED:
                return status
            return Status(factuality=_NEGATED[status.factuality], cue=negation)
        if modal is not None and status.factuality in {HAPPENED, PLANNED}:
            return self._modal_status(head, modal, status, negated=False)
        if status.factuality is HAPPENED:
            return self._purpose(head, self._future(head, status))
        return status

    def _modified_cue(self, noun: int, status: Status) -> Status:
        for kid in self._parse.children[noun]:
            if self._parse.deps[kid] in {"det", "neg"} and self._parse.lowers[kid] == "no":
                return Status(factuality=_NEGATED[status.factuality], cue=kid)
            if self._parse.deps[kid] == "amod" and self._cues["adj"].get(self._parse.lowers[kid]) == "denied":
                return Status(factuality=DENIED, cue=kid)
        return status

    def _class_of(self, head: int, node: int) -> str | None:
        """Return the class of a word that governs a clause."""
        parse = self._parse
        lemma = parse.lemmas[head].lower()
        pos = parse.pos[head]
        if pos in {"NOUN", "PROPN"}:
            return self._cues["noun"].get(lemma)
        if pos == "ADJ" and parse.tags[head] != "VBN":
            name = self._cues["adj"].get(parse.lowers[head]) or self._cues["adj"].get(lemma)
            return self._verb(lemma) if name is None else name
        went_on = any(parse.lowers[k] == "on" for k in parse.children[head])
        if lemma == "go" and not went_on and any(parse.tags[k] == "TO" for k in parse.children[node]):
            return "planned"
        if lemma == "have" and any(parse.tags[k] == "TO" for k in parse.children[node]):
            return self._have_to(head, node)
        if lemma == "use":
            return _FACT
        if lemma in {"suggest", "indicate", "hint"} and parse.tags[node] in {"VBD", "VBZ", "VBP", "VBN"}:
            return "alleged"
        if lemma in {"remain", "threaten"} and clauses.is_passive(parse, node):
            return "hypothetical"
        return self._verb(lemma)

    def _verb(self, lemma: str) -> str | None:
        """Return the class of a verb; the lemmatiser takes the "e" from "hopes" and "fined"."""
        return self._cues["verb"].get(lemma) or self._cues["verb"].get(lemma + "e")

    def _have_to(self, head: int, node: int) -> str:
        parse = self._parse
        yet = any(parse.lowers[k] == "yet" for k in (*parse.children[head], *parse.children[node]))
        if yet:
            return "denied"
        return _FACT if parse.tags[head] == "VBD" else "hypothetical"

    def _under_noun(self, node: int, noun: int, status: Status) -> tuple[int, Status] | None:
        """Judge "plan to …", "claims that …"; a plain relative clause stands for itself."""
        parse = self._parse
        if parse.pos[noun] not in {"NOUN", "PROPN"}:
            return None
        infinitive = any(parse.tags[k] == "TO" for k in parse.children[node])
        that = any(parse.deps[k] == "mark" for k in parse.children[node])
        if not infinitive and not that:
            return None
        name = self._cues["noun"].get(parse.lemmas[noun].lower())
        status = self._apply(name, noun, status) if name else status
        return noun, self._modified_cue(noun, status)

    def _under_main_clause(self, node: int, head: int, status: Status) -> tuple[int, Status] | None:
        """Judge adverbial clauses: participles share their main clause, dated ones are presupposed."""
        parse = self._parse
        if any(parse.deps[k] in {"mark", "advmod"} and parse.tags[k] in {"IN", "WRB"} for k in parse.children[node]):
            return None
        if parse.tags[node] in {"VBG", "VBN"} and status.factuality is HAPPENED:
            modal, negation = self._modal(head), self._negation(head)
            if modal is not None and negation is None:
                return head, self._modal_status(head, modal, status, negated=False)
            return head, status
        name = self._class_of(head, node)
        if name and status.factuality is PLANNED and name in {"denied", "hypothetical"}:
            return head, self._apply(name, head, Status())
        return None

    def _under_preposition(self, node: int, prep: int, status: Status) -> tuple[int, Status] | None:
        parse = self._parse
        word = parse.lowers[prep]
        above = parse.heads[prep]
        if self._cues["prep"].get(word) == "denied" and (word != "instead" or parse.deps[node] == "pcomp"):
            return prep, Status(factuality=DENIED, cue=prep)
        if word == "of":
            for near in (above, *parse.children[prep]):
                if parse.lowers[near] in {"instead", "short"}:
                    return above, Status(factuality=DENIED, cue=near)
        if self._cues["prep"].get(word) == "fact":
            return None
        if above == prep:
            return None
        if parse.pos[above] in {"NOUN", "PROPN"}:
            name = self._cues["noun"].get(parse.lemmas[above].lower())
            if name is None and word == "for" and parse.deps[node] == "pcomp":
                name = "hypothetical"
            if name in {None, _FACT}:
                return None
            return above, self._modified_cue(above, self._apply(name, above, status))
        name = self._governing_class(above, node)
        if name is None and (parse.deps[node] != "pcomp" or word == "with"):
            return None
        return above, self._own_clause_of_cue(above, self._apply(name, above, status), name)

    def _governing_class(self, verb: int, node: int) -> str | None:
        parse = self._parse
        if parse.deps[node] == "pcomp":
            return self._class_of(verb, node)
        return self._object_class(verb) if parse.pos[verb] != "ADJ" else self._class_of(verb, node)

    def _as_argument(self, node: int, head: int, status: Status) -> tuple[int, Status] | None:
        """Judge an event noun by the verb whose object or subject it is."""
        parse = self._parse
        if parse.pos[node] == "VERB" and parse.deps[node] != "dobj":
            return None
        if parse.pos[head] not in {"VERB", "AUX", "ADJ"}:
            if parse.deps[node] == "poss" and parse.lemmas[head] in {"collapse", "cancellation", "failure"}:
                return head, status
            return None
        lemma = parse.lemmas[head].lower()
        if parse.deps[node] == "nsubj" and self._cues["existence"].get(lemma) is None:
            return None
        name = self._object_class(head)
        if parse.deps[node] == "nsubj":
            name = "denied" if lemma == "fail" else name
        status = self._apply(name, head, status) if name else status
        if name or self._cues["existence"].get(lemma) or parse.deps[node] == "nsubjpass":
            return head, self._own_clause_of_cue(head, status, name)
        return None

    def _object_class(self, verb: int) -> str | None:
        """Return what a verb makes of its noun object; "call" and "rule" only with their particles."""
        parse = self._parse
        lemma = parse.lemmas[verb].lower()
        near = {parse.lowers[k] for k in parse.children[verb]}
        if lemma == "call":
            return "denied" if "off" in near else "hypothetical" if near & {"for", "on"} else None
        if lemma == "rule" and "out" not in near:
            return None
        table = self._cues["noun_object"]
        return table.get(lemma) or table.get(lemma + "e")

    def _apply(self, name: str | None, cue: int, status: Status) -> Status:
        """Return the judgement after a cue of a class, inner to outer."""
        if name is None or name in {_FACT, _SPEECH}:
            return status
        effect = _BY_NAME[name]
        inner = status.factuality
        if inner is HAPPENED or (inner is PLANNED and effect in {HYPOTHETICAL, DENIED}):
            return Status(factuality=effect, cue=cue)
        if inner is HYPOTHETICAL and effect is DENIED:
            return Status(factuality=DENIED, cue=cue)
        if inner is PLANNED and effect is ALLEGED:
            return Status(factuality=PLANNED, cue=status.cue)
        if inner is DENIED and effect in {HYPOTHETICAL, PLANNED}:
            return Status(factuality=DENIED, cue=status.cue)
        if inner is DENIED and effect is DENIED:
            return Status(factuality=HYPOTHETICAL, cue=cue)
        return status


def iter_cue_words(lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Yield (part of speech, word, class) of every cue."""
    for pos, words in load_cues(lexicon).items():
        yield from ((pos, word, name) for word, name in words.items())
