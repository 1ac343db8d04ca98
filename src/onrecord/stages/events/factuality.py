"""Whether an event happened, as the words around its trigger put it, and which words show it.

References: FactBank (Saurí and Pustejovsky 2009) for the classes; Karttunen (1971) for implicative verbs.
"""

from onrecord.lexicon import Lexicon
from onrecord.model import Parse
from onrecord.stages.events import clauses
from onrecord.stages.events.governors import Governors
from onrecord.stages.events.own_clause import (
    ALLEGED,
    ATTEMPTS,
    DENIED,
    FACT,
    HAPPENED,
    HYPOTHETICAL,
    NEGATED,
    PLANNED,
    SPEECH,
    OwnClause,
    Status,
    load_cues,
)


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
    return _Climb(parse, lexicon).judge(token, carrier)


_SHOWS = frozenset({"confirm", "prove", "verify", "establish", "show", "demonstrate", "determine"})
"""Verbs that make their clause a fact, and leave it open when they are denied."""


_PICKED = frozenset({"first", "second", "third", "last", "latest", "only", "one", "next"})
_NO = frozenset({"no", "little", "scant", "scarce"})


class _Climb:
    """One walk from a trigger upwards."""

    __slots__ = ("_cues", "_governors", "_own", "_parse")

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._cues = load_cues(lexicon)
        self._own = OwnClause(parse, self._cues)
        self._governors = Governors(parse, lexicon)

    def judge(self, token: int, carrier: int | None) -> Status:
        status = self._own.modified(token, self._willing(token))
        node = token
        if carrier is not None and carrier != token:
            name = self._governors.of_noun(carrier)
            status = self._own.own_clause(carrier, self._own.apply(name, carrier, status))
            node = carrier
        elif self._parse.pos[token] in {"VERB", "AUX", "ADJ"}:
            status = self._own.own_clause(token, status)
        seen: set[int] = set()
        while node not in seen and self._parse.heads[node] != node:
            seen.add(node)
            step = self._step(node, status)
            if step is None:
                break
            node, status = step
        return status

    def _willing(self, token: int) -> Status:
        """Judge a trigger that is itself a word for a mere readiness ("is open to talks")."""
        meant = self._parse.pos[token] == "ADJ" and self._cues["adj"].get(self._parse.lowers[token]) == "hypothetical"
        return Status(factuality=HYPOTHETICAL, cue=token) if meant else Status()

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
        name = self._governors.of_clause(head, node)
        if name == SPEECH:
            return self._speech(head, status)
        open_question = self._left_open(head) if status.factuality is HAPPENED else None
        if open_question is not None:
            return self._root(head), Status(factuality=HYPOTHETICAL, cue=open_question)
        if name is None and parse.deps[node] == "ccomp" and parse.pos[head] == "VERB":
            return None
        kids = parse.children[node]
        ahead = any(parse.tags[k] == "TO" for k in kids) and not any(parse.lowers[k] == "have" for k in kids)
        if name is None and ahead and parse.pos[head] == "VERB":
            name = "planned"  # "moved to arrest", "is tipped to resign"
        if parse.pos[head] == "ADJ" and any(parse.lowers[k] == "too" for k in parse.children[head]):
            return head, Status(factuality=DENIED, cue=head)
        if name is None and parse.pos[head] == "ADJ":
            name = FACT
        inner = self._own.apply(name, head, status) if name else status
        return head, self._own_clause_of_cue(head, inner, name)

    def _left_open(self, head: int) -> int | None:
        """Return what leaves open whether it is so: "could not confirm that …", "was unable to prove that …"."""
        parse = self._parse
        if parse.lemmas[head].lower() not in _SHOWS:
            return None
        negation, above = self._own.negation(head), parse.heads[head]
        if negation is None and parse.deps[head] == "xcomp" and above != head:
            lemma = parse.lemmas[above].lower()
            denied = "denied" in {self._cues["adj"].get(parse.lowers[above]), self._own.verb_class(lemma)}
            negation = above if denied else self._own.negation(above)
        return negation

    def _root(self, token: int) -> int:
        """Return the root of a token's sentence, where every climb ends."""
        while self._parse.heads[token] != token:
            token = self._parse.heads[token]
        return token

    def _speech(self, head: int, status: Status) -> tuple[int, Status] | None:
        parse = self._parse
        if status.cue is not None and parse.deps[status.cue] == "mark" and status.factuality is HYPOTHETICAL:
            return self._root(head), status  # "refused to say whether …"
        cue = Status(factuality=status.factuality, cue=status.cue, reported_by=head)
        negation = self._own.negation(head)
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
        negation, modal = self._own.negation(head), self._own.modal(head)
        asked = status.cue is not None and self._parse.deps[status.cue] == "mark"  # "it is not clear whether …"
        if negation is not None and negation != status.cue:
            if asked:
                return status
            if name == "alleged" and status.factuality is DENIED:
                return status
            return Status(factuality=NEGATED[status.factuality], cue=negation)
        if modal is not None and status.factuality in {HAPPENED, PLANNED}:
            return self._own.modal_status(head, modal, status, negated=False)
        if status.factuality is HAPPENED:
            return self._own.purpose(head, self._own.future(head, status))
        return status

    def _modified_cue(self, noun: int, status: Status) -> Status:
        for kid in self._parse.children[noun]:
            if self._parse.deps[kid] in {"det", "neg", "amod"} and self._parse.lowers[kid] in _NO:
                return Status(factuality=NEGATED[status.factuality], cue=kid)
            if self._parse.deps[kid] == "amod" and self._cues["adj"].get(self._parse.lowers[kid]) == "denied":
                return Status(factuality=DENIED, cue=kid)
        return status

    def _under_noun(self, node: int, noun: int, status: Status) -> tuple[int, Status] | None:
        """Judge "plan to …", "claims that …"; a plain relative clause stands for itself."""
        parse = self._parse
        infinitive = any(parse.tags[k] == "TO" for k in parse.children[node])
        if parse.pos[noun] not in {"NOUN", "PROPN"} and parse.tags[noun] != "NNS":
            return (noun, self._own.apply("planned", noun, status)) if infinitive else None
        that = any(parse.deps[k] == "mark" for k in parse.children[node])
        if not infinitive and not that:
            return None
        name = self._cues["noun"].get(parse.lemmas[noun].lower())
        used = parse.deps[noun] == "dobj" and parse.lemmas[parse.heads[noun]] == "use"
        if infinitive and not that and (used or self._is_picked(noun)):
            name = FACT
        elif infinitive and not that and name is None:
            name = "hypothetical"  # "a warrant to arrest", "the flexibility to request"
        status = self._own.apply(name, noun, status) if name else status
        return noun, self._modified_cue(noun, status)

    def _is_picked(self, noun: int) -> bool:
        """Tell whether one is picked out who did it: "the first woman to fly", "the only bank to pay"."""
        parse = self._parse
        near = (*parse.children[noun], noun)
        return any(parse.tags[k] == "JJS" or parse.pos[k] == "NUM" or parse.lowers[k] in _PICKED for k in near)

    def _under_main_clause(self, node: int, head: int, status: Status) -> tuple[int, Status] | None:
        """Judge adverbial clauses: participles share their main clause, dated ones are presupposed."""
        parse = self._parse
        marks = [
            k for k in parse.children[node] if parse.deps[k] in {"mark", "advmod"} and parse.tags[k] in {"IN", "WRB"}
        ]
        if any(parse.lowers[k] != "for" for k in marks):  # "called for the army to leave" is one clause
            return None
        if parse.tags[node] in {"VBG", "VBN"} and status.factuality is HAPPENED:
            modal, negation = self._own.modal(head), self._own.negation(head)
            if modal is not None and negation is None:
                return head, self._own.modal_status(head, modal, status, negated=False)
            return head, status
        name = self._governors.of_clause(head, node)
        if name and status.factuality is PLANNED and name in {"denied", "hypothetical"}:
            return head, self._own.apply(name, head, Status())
        return None

    def _under_preposition(self, node: int, prep: int, status: Status) -> tuple[int, Status] | None:
        parse = self._parse
        word = parse.lowers[prep]
        above = parse.heads[prep]
        if self._cues["prep"].get(word) == "denied" and (word != "instead" or parse.deps[node] == "pcomp"):
            return prep, Status(factuality=DENIED, cue=prep)
        if word == "to" and parse.lowers[above] == "close" and parse.deps[node] == "pcomp":
            return above, Status(factuality=DENIED, cue=above)  # "came close to shooting"
        if self._is_instead(prep, above):  # "far from condemning", "rather than negotiate"
            return above, Status(factuality=DENIED, cue=prep)
        if word == "of" and self._came_within(above):  # "came within hours of signing"
            return above, Status(factuality=DENIED, cue=parse.heads[above])
        if word == "of" and parse.deps[node] == "pcomp" and parse.lowers[above] == "out":
            return parse.heads[above], Status(factuality=DENIED, cue=above)  # "was talked out of signing"
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
            if word == "of" and parse.lowers[above] in {"event", "case"} and parse.lowers[parse.heads[above]] == "in":
                name = "hypothetical"  # "in the event of an attack"
            if name is None and word == "for" and parse.deps[node] == "pcomp":
                name = "hypothetical"
            if name is None and parse.deps[above] == "dobj" and word in {"of", "from"} and parse.tags[node] == "VBG":
                return self._charged(parse.heads[above], status)
            if name in {None, FACT}:
                return None
            return above, self._modified_cue(above, self._own.apply(name, above, status))
        if parse.deps[node] == "pcomp" and word in {"into", "from"} and parse.pos[above] == "VERB":
            name = FACT if word == "into" else self._governors.over_from(above, node)  # "was tricked into signing"
        else:
            name = self._governors.of_object(above, node, status)
        if name is None and (parse.deps[node] != "pcomp" or word == "with"):
            return None
        return above, self._own_clause_of_cue(above, self._own.apply(name, above, status), name)

    def _charged(self, verb: int, status: Status) -> tuple[int, Status] | None:
        """Judge what somebody is cleared or accused of, where the deed hangs on the one it is about."""
        name = self._governors.of_phrase(verb) or self._own.verb_class(self._parse.lemmas[verb].lower())
        if name not in {"denied", "alleged"}:
            return None
        return verb, self._own_clause_of_cue(verb, self._own.apply(name, verb, status), name)

    def _is_instead(self, prep: int, above: int) -> bool:
        """Tell whether a preposition puts one thing in the place of another."""
        parse = self._parse
        if parse.lowers[prep] == "from":
            return parse.lowers[above] == "far"
        return parse.lowers[prep] == "than" and prep > 0 and parse.lowers[prep - 1] == "rather"

    def _came_within(self, noun: int) -> bool:
        parse = self._parse
        prep = parse.heads[noun]
        return parse.lowers[prep] == "within" and parse.lemmas[parse.heads[prep]] in {"come", "get", "be"}

    def _as_argument(self, node: int, head: int, status: Status) -> tuple[int, Status] | None:
        """Judge an event noun by the verb whose object or subject it is."""
        parse = self._parse
        if parse.pos[node] == "VERB" and parse.deps[node] != "dobj":
            return None
        if parse.pos[head] not in {"VERB", "AUX", "ADJ"}:
            if parse.deps[node] == "compound" and parse.lemmas[head].lower() in ATTEMPTS:
                return head, status
            if parse.deps[node] == "poss" and parse.lemmas[head] in {"collapse", "cancellation", "failure"}:
                return head, status
            return None
        lemma = parse.lemmas[head].lower()
        name = self._governors.of_noun(head, status)
        if parse.deps[node] == "nsubj":
            said = self._said_of(head, status)
            if said is not None or self._cues["existence"].get(lemma) is None:
                return said
        if parse.deps[node] == "nsubj":
            name = "denied" if lemma == "fail" else name
        status = self._own.apply(name, head, status) if name else status
        if parse.deps[node] == "nsubj" and lemma == "be" and status.factuality is HAPPENED:
            status = self._is_to(head, status)
        if name or self._cues["existence"].get(lemma) or parse.deps[node] == "nsubjpass":
            return head, self._own_clause_of_cue(head, status, name)
        return None

    def _said_of(self, head: int, status: Status) -> tuple[int, Status] | None:
        """Judge a subject by what is said of it: "the strike looks inevitable", "the deal fell through"."""
        parse = self._parse
        complement = next((k for k in parse.children[head] if parse.deps[k] == "acomp"), None)
        if complement is not None:
            name, head = self._cues["adj"].get(parse.lowers[complement]), complement
        else:
            below = [g for k in parse.children[head] if parse.deps[k] == "prep" for g in parse.children[k]]
            known = (self._cues["state_noun"].get(parse.lemmas[g].lower()) for g in below)
            name = self._governors.of_phrase(head) or self._cues["state_verb"].get(parse.lemmas[head])
            name = next(filter(None, known), name) if parse.lemmas[head] == "be" else name
        return (head, self._own.apply(name, head, status)) if name else None

    def _is_to(self, head: int, status: Status) -> Status:
        """Judge the subject of "the summit was to take place"."""
        parse = self._parse
        for verb in parse.children[head]:
            if parse.deps[verb] == "xcomp" and any(parse.tags[k] == "TO" for k in parse.children[verb]):
                return Status(factuality=PLANNED, cue=parse.left_edge[verb])
        return status
