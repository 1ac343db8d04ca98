"""Who did it and to whom: actors, recipients and place of a trigger as entity ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.model import Entity, EntityType, EventType, MentionIndex, Parse, Span
from onrecord.stages.events import clauses
from onrecord.stages.events.pairs import pair_at
from onrecord.stages.events.triggers import Trigger

_BY = frozenset({"by"})
_PLACE_PREPS = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout", "to", "around"})
_NOT_RECIPIENT = frozenset(
    {
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "under",
        "by",
        "in",
        "during",
        "after",
        "before",
        "since",
        "until",
        "about",
        "without",
        "despite",
    }
)


_FIRST_PERSON = frozenset({"i", "me", "myself"})
_ABOUT_OTHERS = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.THREATEN})
_ATTENDED = frozenset({"after", "during", "following", "for", "including", "alongside", "at"})
_OWN_PLANS = frozenset({"consider", "plan", "prepare", "weigh", "mull", "threaten", "propose", "promise", "pledge"})
_TOGETHER = frozenset({"with", "to", "involving", "against", "alongside"})
_TOWARDS = frozenset({"against", "with", "to", "on", "toward", "towards", "between"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Entity ids in order of mention, and whether the actor or the recipient is an "I" or "me"."""

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: str | None = None
    speaker_acts: bool = False
    speaker_is_met: bool = False


class Arguments:
    """Resolves the arguments of triggers in one reading.

    Args:
        parse: The grammar.
        mentions: The entities' mentions.
        roles: Word lists of roles.
    """

    __slots__ = ("_mentions", "_parse", "_roles")

    def __init__(self, parse: Parse, mentions: MentionIndex, roles: Mapping[str, frozenset[str]]) -> None:
        self._parse = parse
        self._mentions = mentions
        self._roles = roles

    def of(self, trigger: Trigger) -> Roles:
        """Return who stands where at a trigger."""
        if trigger.entry.pos == "noun":
            actors, recipients = self._of_noun(trigger)
        else:
            actors, recipients = self._of_verb(trigger.token, trigger)
        actor_ids = self._ids(actors)
        recipient_ids = tuple(i for i in self._ids(recipients) if i not in actor_ids)
        if trigger.entry.mode == "visit" and trigger.entry.lemma in {"host", "receive"}:
            people = [i for i in recipient_ids if i]
            if people:
                actor_ids, recipient_ids = recipient_ids, actor_ids
        return Roles(
            actor=actor_ids,
            recipient=recipient_ids,
            place=self._place(trigger),
            speaker_acts=not actor_ids and self._is_speaker(actors),
            speaker_is_met=not recipient_ids and self._is_speaker(recipients),
        )

    def _is_speaker(self, tokens: Iterable[int]) -> bool:
        return any(self._parse.lowers[t] in _FIRST_PERSON for t in tokens)

    def _of_verb(self, verb: int, trigger: Trigger) -> tuple[list[int], list[int]]:
        parse = self._parse
        if trigger.entry.pos == "adj":
            return self._spread(clauses.subjects(parse, verb, self._roles)), self._prepositional(verb)
        if clauses.is_passive(parse, verb):
            done_to = clauses.own_subjects(parse, verb) or clauses.antecedents(parse, verb)
            done_to = done_to or clauses.subjects(parse, verb, self._roles)
            return self._agents(verb), self._spread(done_to)
        actors = self._spread(clauses.subjects(parse, verb, self._roles))
        direct = [k for k in parse.children[verb] if parse.deps[k] in {"dobj", "dative", "obj"}]
        found = self._spread(direct)
        found += [a for a in clauses.antecedents(parse, verb) if a not in actors]
        parties = [t for t in found if self._at(t)]
        if not parties or trigger.entry.needs.get("object"):
            parties = self._prepositional(verb) or self._through_prepositions(found) or parties
            if trigger.entry.needs.get("object"):
                parties = parties or self._deep(found)
        if not parties:
            parties = [p for t in found for p in self._near(t)]
        if not parties:
            parties = self._clause_subject(verb, trigger.entry.type)
        return actors, parties or self._absolute(verb)

    def _absolute(self, verb: int) -> list[int]:
        """Return whom one meets in "met with the widows believed to …", which parsers take for a clause."""
        parse = self._parse
        for kid in parse.children[verb]:
            if parse.deps[kid] == "advcl" and any(
                parse.deps[k] == "mark" and parse.lowers[k] in _TOWARDS for k in parse.children[kid]
            ):
                return self._spread(clauses.own_subjects(parse, kid))
        return []

    def _clause_subject(self, verb: int, kind: EventType) -> list[int]:
        """Return the subject of "called for the army to leave"; of a that-clause, whom a charge or demand is about."""
        parse = self._parse
        for kid in parse.children[verb]:
            called_for = any(parse.deps[k] == "mark" and parse.lowers[k] == "for" for k in parse.children[kid])
            about = parse.deps[kid] == "ccomp" and kind in _ABOUT_OTHERS
            if about or (called_for and parse.deps[kid] in {"ccomp", "advcl", "xcomp"}):
                return self._spread(clauses.own_subjects(parse, kid))
        return []

    def _of_noun(self, trigger: Trigger) -> tuple[list[int], list[int]]:
        noun, lemma = trigger.token, trigger.entry.lemma
        actors: list[int] = []
        recipients: list[int] = []
        mutual = lemma in self._roles["mutual_noun"]
        patient = lemma in self._roles["patient_noun"]
        phrases = list(clauses.party_phrases(self._parse, noun))
        if self._parse.deps[noun] == "compound":
            phrases += clauses.party_phrases(self._parse, self._parse.heads[noun])
        has_of = any(rel == "of" and self._at(t) for rel, t in phrases)
        for relation, token in phrases:
            side = self._side(relation, mutual=mutual, patient=patient, has_of=has_of)
            if mutual and relation in {"mod", "poss"} and self._is_place(token):
                continue
            parties = [t for t in self._spread([token]) if self._at(t) or self._near(t)]
            if side == "actor":
                actors += parties
            elif side == "recipient":
                recipients += parties
        if trigger.carrier != noun:
            more_actors, more = self._of_verb(trigger.carrier, trigger)
            passive = clauses.is_passive(self._parse, trigger.carrier)
            actors = (more_actors or actors) if not passive else actors + more_actors
            recipients = recipients or [t for t in more if t != noun]
        elif not actors and self._is_considered(noun):
            actors = self._spread(clauses.subjects(self._parse, self._parse.heads[noun], self._roles))
        elif not actors and (mutual or trigger.entry.mode == "visit"):
            actors = self._around(noun, alone=not recipients)
        return actors, recipients

    def _around(self, noun: int, *, alone: bool) -> list[int]:
        """Return the subject of the clause that mentions a meeting in passing ("after a call with Y")."""
        parse = self._parse
        listed = self._listed_under(noun)
        if listed is not None:
            return self._spread((*clauses.subjects(parse, listed, self._roles), *self._company(listed)))
        verb = noun
        if parse.deps[noun] not in ({"pobj"} if alone else {"pobj", "dobj"}):
            return []
        if alone and parse.lowers[parse.heads[noun]] not in _ATTENDED:
            return []
        for _ in range(4):
            verb = parse.heads[verb]
            if parse.pos[verb] in {"VERB", "AUX"} and parse.deps[verb] != "prep":  # "including" is tagged as a verb
                break
        if parse.pos[verb] not in {"VERB", "AUX"}:
            return []
        return self._spread((*clauses.subjects(parse, verb, self._roles), *self._company(verb)))

    def _company(self, verb: int) -> list[int]:
        """Return who acts alongside the subject: "holds talks alongside the premier"."""
        parse = self._parse
        beside = [k for k in parse.children[verb] if parse.lowers[k] == "alongside"]
        return [t for k in beside for t in parse.children[k] if parse.deps[t] == "pobj"]

    def _is_considered(self, noun: int) -> bool:
        """Tell whether the subject thinks of doing it: "is considering sanctions on X"."""
        parse = self._parse
        return parse.deps[noun] == "dobj" and parse.lemmas[parse.heads[noun]].lower() in _OWN_PLANS

    def _listed_under(self, noun: int) -> int | None:
        """Return the verb of "the duties the mayor has, including a visit" for the visit."""
        parse = self._parse
        node = noun
        while parse.deps[node] in {"appos", "conj"}:
            node = parse.heads[node]
        if node == noun:
            return None
        for below in parse.subtree(node):
            if below < noun and parse.deps[below] == "relcl" and clauses.own_subjects(parse, below):
                return below
        return None

    def _is_place(self, token: int) -> bool:
        """Tell whether a word before a meeting's name says where it was ("the Lima summit")."""
        return any(e.type is EntityType.PLACE for e in self._at(token)) and not any(
            self._parse.deps[k] in {"compound", "conj"} for k in self._parse.children[token]
        )

    @staticmethod
    def _side(relation: str, *, mutual: bool, patient: bool, has_of: bool) -> str:
        if relation in {"by", "between", "among"} or (relation == "mod" and mutual):
            return "actor"
        if relation in {"poss", "mod"}:
            return "recipient" if relation == "poss" and patient and not has_of else "actor"
        if relation == "of":
            return "recipient" if patient else "actor"
        if relation == "from":
            return "actor"
        if mutual and relation not in _TOGETHER:
            return ""
        return "" if relation in _NOT_RECIPIENT else "recipient"

    def _agents(self, verb: int) -> list[int]:
        parse = self._parse
        out = [
            obj
            for kid in parse.children[verb]
            if parse.deps[kid] in {"agent", "prep"} and parse.lowers[kid] in _BY
            for obj in parse.children[kid]
            if parse.deps[obj] == "pobj"
        ]
        return self._spread(out)

    def _prepositional(self, verb: int) -> list[int]:
        """Return the parties in prepositional phrases that mark a recipient, the strongest first."""
        parse = self._parse
        for wanted in (
            ("against", "with", "to", "on", "upon", "at", "toward", "towards"),
            ("for", "from", "into", "over", "of"),
        ):
            for kid in parse.children[verb]:
                if parse.deps[kid] in {"prep", "dative"} and parse.lowers[kid] in wanted:
                    objs = self._spread([k for k in parse.children[kid] if parse.deps[k] == "pobj"])
                    parties = [t for t in objs if self._is_recipient(t)]
                    if parties:
                        return parties
        return []

    def _is_recipient(self, token: int) -> bool:
        return bool(self._at(token) or self._near(token))

    def _through_prepositions(self, found: Iterable[int]) -> list[int]:
        """Return the parties behind an object that is a thing: "aid to the island", "attack on the fort"."""
        for token in found:
            for relation, inner in clauses.party_phrases(self._parse, token):
                if relation in _NOT_RECIPIENT | {"poss", "mod", "of"} or not self._is_recipient(inner):
                    continue
                return self._spread([inner])
        return []

    def _deep(self, found: Iterable[int]) -> list[int]:
        """Return the parties behind "with" or "to" below an object, or of "sent a message wishing X well"."""
        parse = self._parse
        for token in found:
            for below in parse.subtree(token):
                says = parse.deps[below] == "acl" and parse.tags[below] == "VBG"
                if says or (parse.deps[below] == "prep" and parse.lowers[below] in _TOWARDS):
                    wanted = "dobj" if says else "pobj"
                    hits = [k for k in parse.children[below] if parse.deps[k] == wanted and self._is_recipient(k)]
                    if hits:
                        return self._spread(hits)
        return []

    def _spread(self, tokens: Iterable[int]) -> list[int]:
        return [t for token in tokens for t in clauses.coordinated(self._parse, token)]

    def _at(self, token: int) -> list[Entity]:
        """Return the entity whose mention holds the token, the shortest mention first."""
        span = Span(self._parse.starts[token], self._parse.ends[token])
        rows = [(m, e) for m, e in self._mentions.touching(span) if m.span.contains(span)]
        rows.sort(key=lambda row: (len(row[0].span), row[0].span.start))
        return [e for _, e in rows[:1]]

    def _near(self, token: int) -> list[int]:
        """Return the party words inside a noun phrase whose head names no entity."""
        parse = self._parse
        out: list[int] = []
        if parse.lemmas[token].lower() in self._roles["mutual_noun"]:
            return []
        apposed = [k for k in parse.children[token] if parse.deps[k] == "appos" and self._at(k)]
        if apposed:  # "one of them, Helen Marsh"
            return apposed[:1]
        for kid in parse.children[token]:
            dep = parse.deps[kid]
            if dep in {"poss", "compound", "amod", "nmod", "appos", "nummod"} and self._at(kid):
                out.append(kid)
            elif dep == "prep" and parse.lowers[kid] in {"of", "from", "in"}:
                out += [k for k in parse.children[kid] if parse.deps[k] == "pobj" and self._at(k)]
        return out[:1]

    def _ids(self, tokens: Iterable[int]) -> tuple[str, ...]:
        out: dict[str, None] = {}
        for token in tokens:
            found = list(pair_at(self._parse, self._mentions, token, self._roles)) or self._at(token)
            if not found:
                found = [e for near in self._near(token) for e in self._at(near)]
            out.update(dict.fromkeys(e.id for e in found))
        return tuple(out)

    def _place(self, trigger: Trigger) -> str | None:
        parse = self._parse
        if trigger.entry.pos == "noun":
            for kid in parse.children[trigger.token]:
                if parse.deps[kid] in {"compound", "nmod", "poss"} and self._is_place(kid):
                    return self._places([kid])
        visit = trigger.entry.mode == "visit"
        for token in dict.fromkeys((trigger.token, trigger.carrier)):
            for kid in parse.children[token]:
                if visit and parse.deps[kid] == "dobj":
                    found = self._places([kid])
                elif parse.deps[kid] == "prep" and parse.lowers[kid] in _PLACE_PREPS:
                    found = self._places(k for k in parse.children[kid] if parse.deps[k] == "pobj")
                else:
                    continue
                if found:
                    return found
        return None

    def _places(self, tokens: Iterable[int]) -> str | None:
        for token in tokens:
            for entity in self._at(token):
                if entity.type in {EntityType.PLACE, EntityType.GOVERNMENT}:
                    return entity.id
        return None


def is_mutual(trigger: Trigger, kind: EventType) -> bool:
    """Tell whether both sides of a type act alike."""
    return kind in {EventType.CONSULT, EventType.COOPERATE} and trigger.entry.mode != "visit"
