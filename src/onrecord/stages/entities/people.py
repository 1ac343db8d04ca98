"""Links the name forms of people and organisations inside one report."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.model import Parse
from onrecord.model.names import fold_name, name_key, name_parts, same_name
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.offices import OfficeTable
from onrecord.stages.entities.tables import Tables

_PARTY_TAG = re.compile(r"[DRI]-[A-Z].*")


@dataclass(slots=True, eq=False)
class Group:
    """The names of one person or organisation.

    Attributes:
        tag: Gender, where "Mr. Osei" and "Ms. Osei" are two people known by surname alone.
        votes: Evidence for each type (``person``, ``organisation``, ``place``, ``other``).
    """

    names: list[Named] = field(default_factory=list)
    texts: Counter[str] = field(default_factory=Counter)
    votes: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    aside: bool = False
    gender: str = ""
    tag: str = ""

    @property
    def fullest(self) -> str:
        """The longest form, the most frequent of those."""
        return max(self.texts, key=lambda t: (len(name_parts(t)), self.texts[t], len(t), t))

    @property
    def kind(self) -> str:
        """The type with the most evidence."""
        order = ("person", "organisation", "place", "other")
        return max(order, key=lambda k: (self.votes[k], -order.index(k)))


def link_names(parse: Parse, names: Sequence[Named], tables: Tables, table: OfficeTable) -> list[Group]:
    """Group names: equal ones, variants of order and middle names, abbreviations, then lone words to full names.

    Cost: linear in the names times the few that share a word.
    """
    by_text: dict[str, Group] = {}
    genders: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        if gender := _honorific_gender(parse, tables, name):
            genders[fold_name(name.text(parse))].add(gender)
    for name in names:
        text = name.text(parse)
        folded = fold_name(text)
        tag = _honorific_gender(parse, tables, name) if len(genders.get(folded, ())) > 1 else ""
        group = by_text.setdefault(folded + tag, Group(tag=tag))
        group.names.append(name)
        group.texts[text] += 1
        _vote(parse, tables, table, name, group)
    groups = _join_variants(list(by_text.values()))
    groups = _join_abbreviations(parse, groups)
    groups = _join_parts(groups, tables)
    groups = _join_lone(parse, groups, tables, table)
    return [g for g in groups if not _is_false(g)]


def _honorific_gender(parse: Parse, tables: Tables, name: Named) -> str:
    return tables.honorifics.get(parse.lowers[name.first - 1], "") if name.first else ""


def _vote(parse: Parse, tables: Tables, table: OfficeTable, name: Named, group: Group) -> None:
    """Count the evidence for a type that one mention gives."""
    words = parse.lowers[name.first : name.last + 1]
    votes = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
    group.votes[votes.get(name.label, "other")] += 1 if name.label else 0.3
    prior = name.first - 1
    if prior >= 0 and parse.pos[prior] == "NOUN":
        described = tables.nouns.get(parse.lemmas[prior].lower())
        if described is not None and described.kind == "organisation" and name.label != "PERSON":
            group.votes["organisation"] += 2  # "the insurer Orvik"
    noun = tables.nouns.get(words[-1]) or tables.nouns.get(parse.lemmas[name.last].lower())
    if len(words) > 1 and any(w in tables.nouns and tables.nouns[w].kind == "organisation" for w in words):
        group.votes["organisation"] += 4
    elif len(words) > 1 and noun is None and words[0] in tables.genders:
        group.votes["person"] += 3
        group.gender = group.gender or tables.genders[words[0]]
    elif len(words) == 1 and name.label in {"ORG", ""} and len({h.person for h in table.of_surname(words[0])}) == 1:
        group.votes["person"] += 1.5
    if _beside_person(parse, tables, name.last):
        group.votes["person"] += 3
    before = parse.lowers[name.first - 1] if name.first else ""
    if before in tables.honorifics:
        group.votes["person"] += 5
        group.gender = tables.honorifics[before] or group.gender
    elif before in tables.offices and before not in {"private", "general", "major", "director"}:
        group.votes["person"] += 3
    elif before in {"the", "a", "an"} and name.label != "PERSON":
        group.votes["organisation"] += 1
    after = parse.lowers[name.last + 1] if name.last + 1 < len(parse) else ""
    if after == "who" or (after == "," and parse.lowers[name.last + 2 : name.last + 3] == ("who",)):
        group.votes["person"] += 2
    if len(group.names) == 1:
        group.aside = not tables.contexts["kin"].isdisjoint(parse.lowers[max(0, name.first - 3) : name.first])


def _beside_person(parse: Parse, tables: Tables, token: int) -> bool:
    """Tell whether a name stands in apposition to one person's description ("the mayor, Mira Osei")."""
    beside = [k for k in parse.children[token] if parse.deps[k] == "appos"]
    if parse.deps[token] == "appos":
        beside.append(parse.heads[token])
    return any(
        (noun := tables.nouns.get(parse.lemmas[k].lower())) is not None
        and noun.kind == "person"
        and parse.tags[k] in {"NN", "NNP"}
        for k in beside
    )


def _absorb(into: Group, other: Group) -> None:
    into.names += other.names
    into.texts += other.texts
    for kind, count in other.votes.items():
        into.votes[kind] += count
    if other.names[0].first < into.names[0].first:
        into.aside = other.aside
    into.gender = into.gender or other.gender


def _join_variants(groups: list[Group]) -> list[Group]:
    """Join names of two or more words that differ in order, hyphens, diacritics or middle names."""
    out: list[Group] = []
    by_word: defaultdict[str, list[Group]] = defaultdict(list)
    for group in sorted(groups, key=lambda g: -len(name_parts(g.fullest))):
        parts = name_parts(group.fullest)
        found = None
        if len(parts) > 1:
            pool = dict.fromkeys(g for word in (parts[0], parts[-1]) for g in by_word[word])
            found = next((g for g in pool if same_name(g.fullest, group.fullest)), None)
        if found:
            _absorb(found, group)
            continue
        out.append(group)
        for word in {parts[0], parts[-1]} if parts else ():
            by_word[word].append(group)
    return out


def _join_abbreviations(parse: Parse, groups: list[Group]) -> list[Group]:
    """Join an abbreviation with its full name: in brackets after it, or all its initials and no other name's."""
    ends = {n.last: g for g in groups for n in g.names}
    spelt: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.kind != "person":
            spelt["".join(w[0] for w in group.fullest.split() if w[0].isupper())].append(group)
    gone: set[int] = set()
    for group in groups:
        text = group.fullest.replace(".", "")
        if not (2 <= len(text) <= 8 and text.isupper() and " " not in text):
            continue
        full = _bracketed(parse, group, ends)
        if full is None and len(text) > 2:
            owners = [g for g in spelt[text] if g is not group]
            full = owners[0] if len(owners) == 1 else None
        if full is not None:
            _absorb(full, group)
            gone.add(id(group))
    return [g for g in groups if id(g) not in gone]


def _bracketed(parse: Parse, group: Group, ends: dict[int, Group]) -> Group | None:
    """Return the name right before one of an abbreviation's mentions in brackets, when its initials fit."""
    for name in group.names:
        if name.first > 1 and parse.words[name.first - 1] == "(":
            full = ends.get(name.first - 2)
            if full and full is not group and _fits_initials(group.fullest, full.fullest):
                return full
    return None


def _fits_initials(short: str, full: str) -> bool:
    """Tell whether the letters of an abbreviation stand, in order, at the starts of most words of a name."""
    letters = short.replace(".", "").casefold()
    starts = [p[0] for p in name_parts(full) if p]
    rest = iter(starts)
    return sum(1 for c in letters if c in rest) >= max(2, len(letters) - 1)


def _join_parts(groups: list[Group], tables: Tables) -> list[Group]:
    """Join a name that begins or ends one longer name: "Lo Presti" with "Anna Lo Presti"."""
    ends: defaultdict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in groups:
        parts = name_parts(group.fullest)
        for size in range(1, len(parts)):
            ends[parts[size:]].append(group)
            if group.kind != "person":
                ends[parts[:size]].append(group)
    out: list[Group] = []
    for group in groups:
        parts = name_parts(group.fullest)
        owners = list(dict.fromkeys(g for g in ends.get(parts, ()) if _is_part(group, g, tables)))
        if len(owners) == 1:
            _absorb(owners[0], group)
        else:
            out.append(group)
    return out


def _is_part(short: Group, full: Group, tables: Tables) -> bool:
    """Tell whether a short name may stand for a longer one of the same kind."""
    if short is full or full.kind not in {"person", "organisation"}:
        return False
    parts = name_parts(short.fullest)
    if full.kind == "person":
        return len(parts) > 1 and short.kind in {"person", "other"}
    noun = tables.nouns.get(parts[0]) if len(parts) == 1 else None
    return noun is None and short.kind in {"organisation", "other", "place"} and parts[0] not in tables.genders


def _join_lone(parse: Parse, groups: list[Group], tables: Tables, table: OfficeTable) -> list[Group]:
    """Give each mention of a lone word to the full name that it means."""
    full: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        parts = name_parts(group.fullest)
        if len(parts) > 1 and group.kind == "person":
            for word in set(parts):
                full[word].append(group)
    out: list[Group] = []
    lone: list[tuple[Named, Group, list[Group]]] = []
    for group in groups:
        parts = name_parts(group.fullest)
        owners = full.get(parts[0], []) if len(parts) == 1 else []
        owners = [g for g in owners if _may_stand_alone(parts[0], g)]
        if not owners:
            out.append(group)
        else:
            lone += [(n, group, owners) for n in group.names]
    # where each full name stands, before lone words join them: keeps the choice quick
    stands = {id(g): sorted(n.first for n in g.names if n.last > n.first) for _, _, owners in lone for g in owners}
    for name, group, owners in sorted(lone, key=lambda row: row[0].first):
        owner = _choose_owner(parse, name, owners, stands, tables, table)
        owner.names.append(name)
        owner.texts[name.text(parse)] += 1
        owner.votes["person"] += 1
        owner.gender = owner.gender or group.gender
    return out


def _may_stand_alone(word: str, owner: Group) -> bool:
    """Tell whether one word of a full name stands for it: first, last, or any of three and more."""
    parts = name_parts(owner.fullest)
    return word in {parts[-1], parts[0]} or len(parts) > 2


def _choose_owner(
    parse: Parse,
    name: Named,
    owners: list[Group],
    stands: dict[int, list[int]],
    tables: Tables,
    table: OfficeTable,
) -> Group:
    """Return the one of several bearers of a surname that a lone mention means.

    In this order: gender of the honorific, office of the title, not somebody's relative, surname or given name,
    how often the lone word meant it before, the nearest full mention before.
    """
    if len(owners) == 1:
        return owners[0]
    text = name.text(parse)
    word = name_parts(text)[0]
    gender = tables.honorifics.get(parse.lowers[name.first - 1], "") if name.first else ""
    office = title_office(parse, tables, name)

    def rank(owner: Group) -> tuple[float, ...]:
        parts = name_parts(owner.fullest)
        at = stands[id(owner)]
        before = bisect_left(at, name.first)
        return (
            _agreement(gender, owner.gender),
            bool(office and any(h.office == office for h in table.of_person(owner.fullest))),
            -owner.aside,
            word in {parts[-1], parts[0]},
            min(owner.texts.get(text, 0), 3),
            before > 0,
            at[before - 1] if before else -(at[0] if at else 0),
        )

    return max(owners, key=rank)


def _agreement(left: str, right: str) -> int:
    """Return 1 for the same known gender, -1 for different ones, 0 when one is unknown."""
    if not left or not right:
        return 0
    return 1 if left == right else -1


def title_office(parse: Parse, tables: Tables, name: Named) -> str | None:
    """Return the office that the words before a name give, or None."""
    for size in (4, 3, 2, 1):
        office = tables.offices.get(" ".join(parse.lowers[max(0, name.first - size) : name.first]))
        if office is not None:
            return office.name
    return None


def _is_false(group: Group) -> bool:
    """Tell whether a group is no name: one word in headlines only, or a word cried out in capitals."""
    text = group.fullest
    if _PARTY_TAG.fullmatch(text) or len(text) < 2 or not text[0].isalnum():
        return True
    if len(text) > 5 and text.isupper() and " " not in text and group.kind in {"person", "other"}:
        return not any(n.headline for n in group.names)
    return (
        all(n.headline for n in group.names)
        and len(name_parts(group.fullest)) == 1
        and group.votes["person"] < 3 + len(group.names)
        and not group.fullest.isupper()
    )


def same_key(names: Iterable[str]) -> str:
    """Return the key of a group from its fullest name."""
    return max(map(name_key, names), key=len)
