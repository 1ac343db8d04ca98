"""Descriptions of people and organisations: where they stand and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Parse
from onrecord.stages.entities.drafts import Cast
from onrecord.stages.entities.tables import Noun, OfficeWord, Tables

_INSIDE = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "case", "advmod"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your"})
_LANDS = frozenset({"adjective", "country", "capital", "city", "institution", "seat"})
_NO_PEOPLE = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})
_LONGEST = 6
"""Modifiers longer than this many tokens are clauses that the model mistook."""


@dataclass(frozen=True, slots=True)
class Nominal:
    """A description.

    Attributes:
        first, head: Its tokens, both inclusive; the head ends the narrow span.
        noun: What its head means.
        office: The office it names, or None.
        country: Of a modifier ("Japanese"), or None.
        definite: ``the``, a possessive, a demonstrative.
        plural: Grammatical number.
        former: ``former``, ``ex-``, ``late``.
        owner: Token of a possessor ("Trump's aides"), or None.
    """

    first: int
    head: int
    noun: Noun
    office: OfficeWord | None
    country: str | None
    definite: bool
    plural: bool
    former: bool = False
    owner: int | None = None


def find_nominals(parse: Parse, tables: Tables, cast: Cast) -> Iterator[Nominal]:
    """Yield the descriptions of a report that are no part of a name, in text order."""
    for token, pos in enumerate(parse.pos):
        if pos not in {"NOUN", "PROPN", "ADJ", "NUM"} or token in cast.by_token:
            continue
        noun = _meaning(parse, tables, token) or _speaking(parse, tables, token) or _counted(parse, tables, token)
        if noun is None or _is_modifier(parse, token):
            continue
        nominal = _make(parse, tables, token, noun)
        if not _is_role(parse, nominal):
            yield nominal


def describe_noun(parse: Parse, tables: Tables, token: int) -> Nominal | None:
    """Return what the description headed by a token says, or None when the lexicon does not know its head."""
    noun = _meaning(parse, tables, token)
    return _make(parse, tables, token, noun) if noun is not None else None


def _meaning(parse: Parse, tables: Tables, token: int) -> Noun | None:
    """Return what a head means: by two words, by its lemma, by its plural form."""
    if parse.pos[token] == "ADJ":
        nominal = parse.deps[token] in {"nsubj", "nsubjpass", "dobj", "pobj"} and parse.tags[token] != "JJR"
        return tables.nouns.get(parse.lowers[token]) if nominal else None
    if token:
        before = parse.lowers[token - 1].replace("’", "'")
        two = tables.nouns.get(f"{before} {parse.lemmas[token].lower()}")
        if two:
            return two
    lower = parse.lowers[token]
    forms = (parse.lemmas[token].lower(), lower, lower.removesuffix("s"), lower.replace("men", "man"))
    return next((tables.nouns[f] for f in forms if f in tables.nouns), None)


def _speaking(parse: Parse, tables: Tables, token: int) -> Noun | None:
    """Return a meaning for an unknown noun that is said to say something, so that no source lacks an entity."""
    above = parse.heads[token]
    if (
        parse.deps[token] != "nsubj"
        or parse.pos[token] != "NOUN"
        or parse.lemmas[above] not in tables.contexts["speech"]
    ):
        return None
    lemma = parse.lemmas[token].lower()
    if lemma.endswith(("ist", "man", "woman")):
        return Noun("person", "CVL")
    return Noun("other", None)


def _counted(parse: Parse, tables: Tables, token: int) -> Noun | None:
    """Return a meaning for a bare number that something befalls which befalls people ("three were arrested")."""
    number = parse.tags[token] == "CD" or parse.lowers[token] in tables.contexts["amounts"]
    if not number or parse.deps[token] not in {"nsubj", "nsubjpass", "dobj"}:
        return None
    of = (g for k in parse.children[token] if parse.lowers[k] == "of" for g in parse.children[k])
    if any(parse.pos[g] in {"NOUN", "PROPN"} for g in of):  # "hundreds of miners" are the miners
        return None
    befalls = parse.lemmas[parse.heads[token]].lower() in tables.contexts["befalls"]
    return Noun("group", "CVL") if befalls and parse.entity[token] not in _NO_PEOPLE else None


def _is_modifier(parse: Parse, token: int) -> bool:
    """Tell whether a noun only modifies another ("police station", "minister Ri")."""
    if parse.deps[token] in {"compound", "nmod", "amod"}:
        return parse.heads[token] > token
    return parse.deps[token] == "npadvmod"


def _is_role(parse: Parse, nominal: Nominal) -> bool:
    """Tell whether a description names no one: a bare role ("ran for president"), a new one ("is a good man")."""
    if nominal.plural or nominal.noun.kind != "person" or parse.pos[nominal.head] == "PROPN":
        return False
    bare = nominal.first == nominal.head and parse.deps[nominal.head] not in {"nsubj", "nsubjpass", "appos", "ROOT"}
    predicate = parse.deps[nominal.head] in {"attr", "oprd"} and not nominal.definite
    return bare or (predicate and nominal.country is None)


def _make(parse: Parse, tables: Tables, head: int, noun: Noun) -> Nominal:
    first = head
    owner = None
    for kid in parse.children[head] if parse.pos[head] != "NUM" else ():  # "at least 14" are 14
        if kid < head and parse.deps[kid] in _INSIDE and kid - parse.left_edge[kid] < _LONGEST:
            first = min(first, parse.left_edge[kid])
            if parse.deps[kid] == "poss" and parse.pos[kid] != "PRON":
                owner = kid
    while first < head and (parse.pos[first] in {"PUNCT", "ADV", "CCONJ", "SCONJ"}):
        first += 1
    first = _after_marks(parse, first, head)
    inside = range(first, head)
    country = next((c for i in inside if (c := adjective_country(parse, tables, i))), None)
    country = country or country_after(parse, tables, head)
    words = parse.lowers[first : head + 1]
    return Nominal(
        first=first,
        head=head,
        noun=noun,
        office=_office(parse, tables, first, head),
        country=country,
        definite=words[0] in _DEFINITE or owner is not None,
        plural=parse.tags[head] in {"NNS", "NNPS"} or noun.kind == "group",
        former=bool({"former", "ex", "late", "then", "ousted"} & set(words)),
        owner=owner,
    )


def _after_marks(parse: Parse, first: int, head: int) -> int:
    """Return where a description begins after a dash or colon that the model took into it."""
    for token in range(head - 1, first, -1):
        free = parse.ends[token - 1] < parse.starts[token] if token else False
        if parse.words[token] in {"—", "–", ":"} or (parse.words[token] == "-" and free):
            return token + 1
    return first


def country_after(parse: Parse, tables: Tables, head: int) -> str | None:
    """Return the country of "of Japan", "in Kyiv" or "from Ghana" after a head, or None."""
    for prep in parse.children[head]:
        near = prep == head + 1 or parse.lowers[prep] == "of"
        if prep > head and near and parse.lowers[prep] in {"of", "in", "from"}:
            for kid in parse.children[prep]:
                if parse.deps[kid] != "pobj":
                    continue
                lemma = parse.lemmas[kid].lower()
                people = lemma in tables.nouns or lemma in tables.contexts["areas"]
                first = parse.left_edge[kid] if people or parse.pos[kid] == "PROPN" else kid
                first += parse.pos[first] == "DET" and first < kid
                found = adjective_country(parse, tables, first) or adjective_country(parse, tables, kid)
                if found:
                    return found
    return None


def adjective_country(parse: Parse, tables: Tables, token: int) -> str | None:
    """Return the country that a name beginning at a token stands for, or None."""
    for words, known in tables.names.get(parse.lowers[token], ()):
        if known.kind in _LANDS and (parse.words[token : token + len(words)] == words):
            return known.country
    return None


def _office(parse: Parse, tables: Tables, first: int, head: int) -> OfficeWord | None:
    """Return the office that the last words name, the longest first, also "minister of defence"."""
    tail = parse.lowers[head + 1 : head + 4]
    for size in range(len(tail), 1, -1):
        if office := tables.offices.get(" ".join((parse.lowers[head], *tail[:size]))):
            return office
    for start in range(max(first, head - 3), head + 1):
        words = (*parse.lowers[start:head], parse.lemmas[head].lower())
        plain = parse.lowers[start : head + 1]
        if office := tables.offices.get(" ".join(words)) or tables.offices.get(" ".join(plain)):
            return office
    return None
