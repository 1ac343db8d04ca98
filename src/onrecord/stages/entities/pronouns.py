"""Pronouns to what they mean; a pronoun that is not sure enough stays without an entity.

A wrong link is worse than none: "it" and "they" are linked only where one candidate stands out.
"""

from dataclasses import dataclass

from onrecord.model import EntityType, MentionForm, Parse
from onrecord.stages.entities.binding import are_apart
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.inside_quotes import Voices, find_voices
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

_GENDERED = {
    "he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f",
}  # fmt: skip
_NAMED_PAIRS = frozenset({EntityType.PERSON, EntityType.GOVERNMENT, EntityType.ORGANISATION, EntityType.GROUP})
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_NEUTER = frozenset({"it", "its"})
_MINDS = frozenset({"ready", "willing", "open", "prepared", "able", "unable", "committed", "aware", "confident"})
_POSSESSIVE = frozenset({"his", "her", "hers", "their", "theirs", "its"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OF_TWO = {"latter": 0, "former": 1}
"""Which of the two named last each word means, the nearest first."""
REACH = {"person": 4, "plural": 1, "neuter": 1}
"""How many sentences back each kind of pronoun looks."""
LEAST = {"person": 0.5, "plural": 1.0, "neuter": 1.05}
"""Below this score a pronoun stays without an entity; set on ECB+ train."""
LEAD = {"person": 0.0, "plural": 0.3, "neuter": 0.3}
"""By how much the best candidate must lead; set on ECB+ train."""


@dataclass(frozen=True, slots=True)
class _Pronoun:
    token: int
    kind: str
    gender: str
    free: bool


def cast_pronouns(parse: Parse, tables: Tables, cast: Cast, track: Track) -> None:
    """Add the pronouns that have a likely antecedent.

    Cost: linear in the pronouns; each looks at a bounded number of earlier mentions.
    """
    voices = find_voices(parse, tables, cast)
    for token in range(len(parse)):
        if token in cast.by_token:
            continue
        pronoun = _read(parse, token)
        found = _antecedent(parse, track, pronoun, voices) if pronoun else _of_two(parse, track, token)
        if found is not None:
            draft, score = found
            draft.gender = draft.gender or (pronoun.gender if pronoun else "")
            cast.place(draft, parse.span(token, token), MentionForm.PRONOUN, range(token, token + 1), score)
            track.add(token, draft)


def _read(parse: Parse, token: int) -> _Pronoun | None:
    """Return what a token asks for when it is a pronoun of the third person."""
    word = parse.lowers[token]
    free = word in _POSSESSIVE and parse.deps[token] == "poss"
    if word in _GENDERED and parse.pos[token] == "PRON":
        return _Pronoun(token, "person", _GENDERED[word], free)
    if word in _PLURAL:
        return _Pronoun(token, "plural", "", free)
    if word in _NEUTER and parse.deps[token] != "expl" and not _is_empty(parse, token):
        return _Pronoun(token, "neuter", "", free)
    return None


def _of_two(parse: Parse, track: Track, token: int) -> tuple[Draft, float] | None:
    """Return whom "the latter" or "the former" means: of the two of one kind that were named last."""
    place = _OF_TWO.get(parse.lowers[token])
    if place is None or parse.deps[token] not in {"pobj", "dobj", "nsubj", "nsubjpass", "poss"} or not token:
        return None
    if parse.lowers[token - 1] != "the":
        return None
    pair: list[Draft] = []
    for at, draft in track.before(token):
        if parse.sentence_of(token) - parse.sentence_of(at) > 1 or len(pair) > 1:
            break
        if draft not in pair and (not pair or draft.type is pair[0].type) and draft.type in _NAMED_PAIRS:
            pair.append(draft)
    return (pair[place], 0.7) if len(pair) > 1 else None


def _is_empty(parse: Parse, token: int) -> bool:
    """Tell whether "it" stands for a clause or for nothing ("it is unclear how …", "it rained")."""
    above = parse.heads[token]
    if parse.deps[token] not in _SUBJECTS:
        return parse.lowers[token] == "it" and parse.deps[token] != "poss"
    meant = any(parse.lowers[k] in _MINDS for k in parse.children[above] if parse.deps[k] == "acomp")
    if meant and parse.deps[above] == "ccomp":  # "Chile said it was ready to …"
        return False
    if parse.lemmas[above] in {"be", "seem", "appear", "take", "rain", "snow", "become", "turn", "happen"}:
        return True
    return any(parse.deps[k] in {"csubj", "ccomp"} for k in parse.children[above] if parse.deps[above] == "acomp")


def _antecedent(parse: Parse, track: Track, pronoun: _Pronoun, voices: Voices) -> tuple[Draft, float] | None:
    token = pronoun.token
    sentence = parse.sentence_of(token)
    speaker = voices.speaker(token)
    scores: dict[str, tuple[float, Draft]] = {}
    for rank, (at, draft) in enumerate(track.before(token)):
        far = sentence - parse.sentence_of(at)
        if far > REACH[pronoun.kind]:
            break
        fits = _agrees(draft, pronoun) or _is_collective(parse, at, draft, pronoun)
        if draft is speaker or not fits or (not pronoun.free and are_apart(parse, at, token)):
            continue
        score = _score(parse, at, draft, pronoun, far, rank)
        if score > scores.get(draft.key, (-9.0, draft))[0]:
            scores[draft.key] = (score, draft)
    ranked = sorted(scores.values(), key=lambda row: -row[0])
    if pronoun.kind == "neuter" and pronoun.free and len(ranked) == 1:  # nothing else that "its" could mean
        ranked = [(ranked[0][0] + 0.3, ranked[0][1])]
    if not ranked or ranked[0][0] < LEAST[pronoun.kind]:
        return None
    lead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else ranked[0][0] - 0.4)
    if lead < LEAD[pronoun.kind]:
        return None
    return ranked[0][1], round(min(0.95, 0.55 + lead), 2)


def _agrees(draft: Draft, pronoun: _Pronoun) -> bool:
    """Tell whether number, gender and kind allow the link."""
    if pronoun.kind == "person":
        fits = draft.type is EntityType.PERSON and not draft.plural
        return fits and (not draft.gender or draft.gender == pronoun.gender)
    if pronoun.kind == "plural":
        return draft.plural or draft.type is EntityType.GROUP
    return draft.type in {EntityType.GOVERNMENT, EntityType.ORGANISATION} and not draft.plural


def _is_collective(parse: Parse, at: int, draft: Draft, pronoun: _Pronoun) -> bool:
    """Tell whether "the army said it …" speaks of the army."""
    reported = pronoun.kind == "neuter" and _reports(parse, parse.heads[at], pronoun.token)
    return reported and draft.type is EntityType.GROUP and parse.tags[at] == "NN"


def _score(parse: Parse, at: int, draft: Draft, pronoun: _Pronoun, far: int, rank: int) -> float:
    """Return how likely a mention is what a pronoun means: near, a subject, often named, of known gender."""
    score = 1.0 - 0.15 * far - 0.04 * rank
    if parse.deps[at] in _SUBJECTS:
        score += 0.35
        if parse.deps[pronoun.token] in _SUBJECTS:
            score += 0.05
            if parse.deps[at] == parse.deps[pronoun.token] == "nsubjpass" and pronoun.kind == "plural":
                score += 0.2
        if pronoun.kind == "plural" and parse.deps[parse.heads[at]] == "ROOT":
            score += 0.15
        if pronoun.kind == "neuter" and _reports(parse, parse.heads[at], pronoun.token):
            score += 0.5  # "the bank said it would sue"
    elif pronoun.free and _does(parse, at) == _clause_of(parse, pronoun.token):
        score += 0.6  # "committed by the army during its stay": the army's
    elif parse.deps[at] in {"poss", "compound", "nmod"}:
        score -= 0.15
    if pronoun.kind == "person":
        score += 0.25 if draft.gender == pronoun.gender else 0.0
        score += 0.1 * min(2, len(draft.mentions) - 1) if draft.forms else -0.2
    return score


def _does(parse: Parse, token: int) -> int:
    """Return the passive verb whose agent a token is, or -1."""
    by = parse.heads[token]
    return parse.heads[by] if parse.deps[token] == "pobj" and parse.deps[by] == "agent" else -1


def _clause_of(parse: Parse, token: int) -> int:
    """Return the verb of the clause that a token stands in."""
    node = token
    while parse.heads[node] != node and parse.pos[node] not in {"VERB", "AUX"}:
        node = parse.heads[node]
    return node


def _reports(parse: Parse, verb: int, token: int) -> bool:
    """Tell whether a pronoun is the subject of what a verb says ("said it would …")."""
    clause = parse.heads[token]
    return parse.deps[token] in _SUBJECTS and parse.deps[clause] == "ccomp" and parse.heads[clause] == verb
