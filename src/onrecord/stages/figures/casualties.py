"""How many were killed and injured, by one report: a view over its figures and their grammar."""

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.model import Figure, Parse, Reading
from onrecord.stages.figures.words import Words, load_words

_SORTS = frozenset({"man", "woman", "boy", "girl"})
"""Nouns that cannot name the same person."""
_LEAD = 14
"""Sentences read: what stands lower in a report is more often about other cases (tuned on one half of GVA)."""
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """What one report says.

    Attributes:
        killed, injured: Numbers; 0 where the report names none.
    """

    killed: int
    injured: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Harm:
    """One mention of someone harmed.

    Attributes:
        kind: ``killed``, ``injured``, ``shot`` or ``care`` (taken to hospital, with a wound).
        count: How many.
        who: A name or noun that tells mentions of the same one apart, or an empty string.
        named: Whether ``who`` is a name.
        stated: Whether a figure gives the count.
    """

    kind: str
    count: int
    who: str
    named: bool
    stated: bool


def find_casualties(reading: Reading, lexicon: Lexicon | None = None) -> Casualties:
    """Count the killed and the injured that a report names.

    A figure counts as many as it says; a single person without a number counts one, and the same name counts once.

    Args:
        reading: With parse and figures.
        lexicon: The word lists; those that ship by default.

    Cost: linear in the tokens.

    Example:
        >>> find_casualties(Reading(report=__import__("onrecord.testing").testing.make_report("x")))
        Casualties(killed=0, injured=0)
    """
    words = load_words(lexicon or load_lexicon())
    harms = list(_harms(reading, words))
    killed = _total([h for h in harms if h.kind == "killed"])
    shot = [h for h in harms if h.kind != "killed"]
    dead = {h.who for h in harms if h.kind == "killed" and h.named}
    alive = [h for h in shot if h.who not in dead or not h.named]
    injured = _injured(harms, alive, killed)
    return Casualties(killed=killed, injured=injured)


def _total(harms: list[_Harm]) -> int:
    """Return the largest stated count, or the number of different people where that is larger."""
    stated = max((h.count for h in harms if h.stated), default=0)
    names = {h.who for h in harms if h.named or h.who == "another self"}
    single = 1 if any(not h.named for h in harms) else 0
    kinds = {h.who for h in harms if h.who in _SORTS} | {h.who for h in harms if h.who.startswith("another")}
    own = any(h.who == "another self" for h in harms) and any(not h.stated and h.who != "another self" for h in harms)
    return max(stated, len(names), len(kinds), single + own)


def _injured(harms: list[_Harm], alive: list[_Harm], killed: int) -> int:
    """Return the injured: those called so, else those shot or cared for who were not killed."""
    named = _total([h for h in alive if h.kind == "injured"])
    shot = max((h.count for h in harms if h.kind == "shot" and h.stated), default=0)
    if shot > killed:
        return max(named, shot - killed)
    if named or killed:
        cared = max((h.count for h in harms if h.kind == "care" and h.stated), default=0)
        return named or (cared if killed else 0)
    return _total(alive)


def _harms(reading: Reading, words: Words) -> Iterable[_Harm]:
    parse = reading.parse
    figures = _figures_by_token(parse, reading.figures)
    end = parse.sentences[min(_LEAD, len(parse.sentences)) - 1][1] if parse.sentences else 0
    for token in range(end):
        kind = _kind(parse, token, words)
        if kind is None or _is_denied(parse, token) or _is_statistic(parse, token, words):
            continue
        patients = _patients(parse, token, kind, words) or _before(parse, token, figures, words)
        group = [h for p in patients if (h := _harm(parse, p, kind, figures, words)) is not None]
        yield from group
        if kind == "killed" and not group and parse.lowers[token] in {"fatal", "deadly", "suicide"}:
            own = parse.lowers[token] == "suicide"
            yield _Harm(kind=kind, count=1, who="another self" if own else "", named=False, stated=False)
        total = sum(h.count for h in group)
        if len(group) > 1 and len(set(patients)) == len(group):
            yield _Harm(kind=kind, count=total, who="", named=False, stated=True)


def _before(parse: Parse, token: int, figures: dict[int, Figure], words: Words) -> list[int]:
    """Return the number or person right before a word of a headline: ``4 Shot, 2 Killed``, ``Teen injured``."""
    first = parse.sentences[parse.sentence_of(token)][0]
    for k in (token - 1, token - 2):
        if k < first:
            break
        if (k in figures and parse.pos[k] == "NUM") or parse.lemmas[k].lower() in words.harm["people"]:
            return [k]
    return []


def _is_statistic(parse: Parse, token: int, words: Words) -> bool:
    """Tell whether the sentence speaks of many cases and not of this one: ``74 people shot this year``."""
    first, end = parse.sentences[parse.sentence_of(token)]
    return not words.harm["statistics"].isdisjoint(parse.lowers[first:end])


def _figures_by_token(parse: Parse, figures: Iterable[Figure]) -> dict[int, Figure]:
    """Return the figure at each head noun and at each number of a count."""
    found: dict[int, Figure] = {}
    for figure in figures:
        if figure.unit != "count":
            continue
        for token in parse.tokens_in(figure.span):
            found.setdefault(token, figure)
        if figure.head is not None and 0 <= figure.head.start - figure.span.end < 80:
            for token in parse.tokens_in(figure.head):
                found.setdefault(token, figure)
    return found


def _kind(parse: Parse, token: int, words: Words) -> str | None:
    """Return what a word says of its patient, or None."""
    lemma, lower, harm = parse.lemmas[token].lower(), parse.lowers[token], words.harm
    verb = parse.pos[token] == "VERB"
    if verb and lemma in harm["killed_verbs"] | harm["died_verbs"]:
        return "killed"
    if lower in harm["dead_words"] and parse.pos[token] in {"ADJ", "VERB", "NOUN", "ADV"}:
        return "killed"
    if verb and lemma in harm["shot_verbs"]:
        return _shot_kind(parse, token, words)
    if (verb and lemma in harm["injured_verbs"]) or (
        lower in harm["hurt_words"] and parse.pos[token] in {"ADJ", "VERB", "NOUN"}
    ):
        return "injured"
    if lemma in harm["killed_nouns"]:
        return "killed"
    if lower == "suicide" and "murder" in parse.lowers[max(0, token - 2) : token]:
        return "killed"
    if lower in {"fatal", "deadly"} and parse.lemmas[parse.heads[token]].lower() in harm["incident_nouns"]:
        return "killed"
    if lemma in harm["shot_nouns"]:
        fatal = any(parse.lowers[k] in harm["fatal_words"] for k in parse.children[token])
        return "killed" if fatal else "shot"
    if verb and lemma in harm["carry_verbs"] and _at_hospital(parse, token, words):
        return "care"
    if verb and lemma in harm["suffer_verbs"]:
        hurt = any(
            parse.lemmas[k].lower() in harm["suffer_nouns"] for k in range(token + 1, min(token + 9, len(parse)))
        )
        return "care" if hurt else None
    recovers = verb and lemma == "recover" and parse.child(token, "nsubjpass", "dobj") is None
    return "care" if recovers else None


def _at_hospital(parse: Parse, token: int, words: Words) -> bool:
    """Tell whether someone is taken to a hospital or treated there."""
    if parse.lemmas[token] == "treat":
        return True
    end = min(token + 12, parse.sentences[parse.sentence_of(token)][1])
    return not words.harm["hospital_words"].isdisjoint(parse.lowers[token + 1 : end])


def _shot_kind(parse: Parse, token: int, words: Words) -> str | None:
    """Return ``killed`` for ``fatally shot``, ``shot dead``, ``shot to death``, else ``shot``."""
    near = {parse.lowers[k] for k in parse.children[token]}
    if near & words.harm["fatal_words"] or "death" in parse.lowers[token + 1 : token + 3]:
        return "killed"
    return "killed" if parse.lemmas[token] == "gun" else "shot"


def _is_denied(parse: Parse, token: int) -> bool:
    if any(parse.deps[k] == "neg" for k in parse.children[token]):
        return True
    return any(
        parse.deps[k] == "aux"
        and parse.lowers[k] in {"could", "would", "might", "may", "will", "to"}
        and parse.tags[k] != "TO"
        for k in parse.children[token]
    )


def _patients(parse: Parse, token: int, kind: str, words: Words) -> list[int]:
    """Return the tokens of those harmed."""
    lemma = parse.lemmas[token].lower()
    if parse.pos[token] in {"NOUN", "PROPN"} and lemma in words.harm["killed_nouns"] | words.harm["shot_nouns"]:
        return _of_noun(parse, token)
    if parse.pos[token] == "VERB" and lemma not in words.harm["dead_words"]:
        return _of_verb(parse, token, words, lemma in words.harm["died_verbs"])
    del kind
    return _of_adjective(parse, token)


def _of_noun(parse: Parse, token: int) -> list[int]:
    owner = parse.child(token, "poss")
    if owner is not None:
        return [owner]
    for kid in parse.children[token]:
        if parse.lowers[kid] == "of" and (inner := parse.child(kid, "pobj")) is not None:
            return _with_conjuncts(parse, inner)
    return []


def _of_verb(parse: Parse, token: int, words: Words, dies: bool) -> list[int]:
    passive = parse.child(token, "nsubjpass")
    if passive is None and parse.child(token, "auxpass") is not None:
        passive = parse.child(token, "nsubj")
    if passive is not None:
        return _with_conjuncts(parse, _resolve(parse, passive, token))
    if dies:
        subject = _subject(parse, token)
        return _with_conjuncts(parse, _resolve(parse, subject, token)) if subject is not None else []
    direct = parse.child(token, "dobj")
    if direct is not None and parse.lowers[direct] in words.harm["reflexives"]:
        subject = _subject(parse, token)
        return [_resolve(parse, subject, token)] if subject is not None else [direct]
    if _suffers(parse, token, words):
        subject = _subject(parse, token)
        if subject is None and parse.deps[token] == "acl":
            subject = parse.heads[token]
        return _with_conjuncts(parse, _resolve(parse, subject, token)) if subject is not None else []
    if direct is not None:
        return _with_conjuncts(parse, direct)
    subject = parse.child(token, "nsubj")
    if subject is not None and parse.tags[token] in {"VBD", "VBN"}:
        return _with_conjuncts(parse, _resolve(parse, subject, token))
    if parse.tags[token] == "VBN":
        return _of_participle(parse, token)
    return []


def _suffers(parse: Parse, token: int, words: Words) -> bool:
    """Tell whether the one harmed is the subject: ``suffered a wound``, ``is recovering``."""
    return parse.lemmas[token] in words.harm["suffer_verbs"] or parse.lemmas[token] == "recover"


def _of_participle(parse: Parse, token: int) -> list[int]:
    """Return who is meant by a bare participle: ``a man shot in the leg``, ``was shot and killed``."""
    up = parse.heads[token]
    if parse.deps[token] == "acl":
        return _with_conjuncts(parse, up)
    if parse.deps[token] in {"conj", "advcl", "xcomp", "ccomp", "oprd"}:
        subject = parse.child(up, "nsubjpass", "nsubj", "dobj")
        if subject is not None:
            return _with_conjuncts(parse, _resolve(parse, subject, up))
    if parse.deps[token] == "amod" and parse.pos[up] in {"NOUN", "PROPN"}:
        return [up]
    return []


def _subject(parse: Parse, verb: int) -> int | None:
    subject = parse.child(verb, *_SUBJECTS)
    if subject is None and parse.deps[verb] in {"conj", "xcomp", "advcl"}:
        subject = parse.child(parse.heads[verb], *_SUBJECTS)
    return subject


def _resolve(parse: Parse, subject: int, verb: int) -> int:
    """Step from ``who`` to the noun of its clause."""
    if parse.tags[subject] in {"WP", "WDT"} and parse.deps[verb] == "relcl":
        return parse.heads[verb]
    return subject


def _of_adjective(parse: Parse, token: int) -> list[int]:
    """Return who is ``dead`` or ``wounded``: the subject, the noun, or a number at the word itself."""
    up, dep = parse.heads[token], parse.deps[token]
    number = parse.child(token, "nummod")
    if number is not None:
        return [number]
    if dep in {"acomp", "oprd", "attr", "xcomp", "ccomp", "advcl", "dobj", "conj"}:
        subject = parse.child(token, *_SUBJECTS) or parse.child(up, "dobj", *_SUBJECTS)
        if subject is not None:
            return _with_conjuncts(parse, subject)
    if dep in {"amod", "acl"} and parse.pos[up] in {"NOUN", "PROPN", "NUM"}:
        return [up]
    return []


def _with_conjuncts(parse: Parse, token: int) -> list[int]:
    found = [token]
    for kid in parse.children[token]:
        if parse.deps[kid] == "conj":
            found += _with_conjuncts(parse, kid)
    return found


def _harm(parse: Parse, patient: int, kind: str, figures: dict[int, Figure], words: Words) -> _Harm | None:
    """Return one mention with its count."""
    figure = figures.get(patient)
    if figure is not None:
        value = figure.low if figure.low is not None else figure.high
        return _Harm(kind=kind, count=int(value or 0), who="", named=False, stated=True)
    lower, lemma = parse.lowers[patient], parse.lemmas[patient].lower()
    if lemma in words.harm["people"] or lower in words.harm["people"]:
        plural = parse.tags[patient] in {"NNS", "NNPS"}
        other = any(parse.lowers[k] in {"another", "second"} for k in parse.children[patient])
        return (
            None
            if plural
            else _Harm(kind=kind, count=1, who=f"another {lemma}" if other else lemma, named=False, stated=False)
        )
    if parse.entity[patient] == "PERSON" or (
        parse.pos[patient] == "PROPN" and not parse.entity[patient] and kind == "killed"
    ):
        return _Harm(kind=kind, count=1, who=lower, named=True, stated=False)
    if lower in words.harm["pronouns"]:
        return (
            _Harm(kind=kind, count=1, who=lower, named=False, stated=False) if lower not in {"they", "them"} else None
        )
    if "old" in parse.lowers[max(0, patient - 1) : patient + 1]:
        return _Harm(kind=kind, count=1, who=lemma, named=False, stated=False)
    return None
