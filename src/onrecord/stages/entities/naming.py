"""Name mentions: the model's names corrected by rules and joined with the names that the lexicon knows."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.model import Parse
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.namesakes import settle_namesakes
from onrecord.stages.entities.repeats import find_again
from onrecord.stages.entities.tables import Tables

LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
_TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})
LONGEST = 14
"""A "name" of more tokens is a run of words that the model could not read."""
_EDGES = frozenset("'\"“”‘’-–—,.:;()[]…*•")


def find_named(parse: Parse, tables: Tables) -> list[Named]:
    """Return the names of a report in text order, none overlapping, and the modifiers of country among them.

    Cost: linear in the tokens.
    """
    style = _sentence_styles(parse)
    known = list(_match_known(parse, tables, style))
    model = [n for n in _model_names(parse, tables, style) if not _is_credit(parse, n)]
    chosen = [_as_given(parse, tables, n) for n in _merge(parse, tables, known, model)]
    chosen = settle_namesakes(parse, tables, _widen(parse, tables, chosen))
    chosen += _bracketed(parse, chosen)
    chosen += _loose_names(parse, tables, chosen, style)
    return find_again(parse, sorted(chosen, key=lambda n: n.first), style)


def _sentence_styles(parse: Parse) -> list[str]:
    """Return for each token how its sentence is written: ``plain``, ``title`` or ``upper``."""
    styles = ["plain"] * len(parse)
    for first, end in parse.sentences:
        words = [w for w in parse.words[first:end] if w[0].isalpha()]
        weighty = [parse.words[i] for i in range(first, end) if parse.pos[i] in _CONTENT and len(parse.words[i]) > 2]
        capitals = sum(w[0].isupper() for w in weighty)
        if len(words) >= 3 and sum(w.isupper() for w in words) > 0.7 * len(words):
            styles[first:end] = ["upper"] * (end - first)
        elif capitals >= 3 and capitals > 0.85 * len(weighty):
            styles[first:end] = ["title"] * (end - first)
    return styles


def _match_known(parse: Parse, tables: Tables, style: list[str]) -> Iterator[Named]:
    """Yield the longest names of the lexicon from left to right."""
    i, size = 0, len(parse)
    while i < size:
        step = 1
        for words, known in tables.names.get(parse.lowers[i], ()):
            end = i + len(words)
            if end <= size and _case_fits(parse, words, i, style[i]) and not _inside_word(parse, i, end):
                article = words[0] == "the" and len(words) > 1
                yield Named(i + article, end - 1, known=known, headline=style[i] != "plain")
                step = len(words)
                break
        i += step


def _case_fits(parse: Parse, words: tuple[str, ...], at: int, style: str) -> bool:
    """Tell whether the text spells a name as the lexicon does; in upper case only longer words count."""
    for offset, word in enumerate(words):
        seen = parse.words[at + offset].replace("’", "'")
        if seen == word:
            continue
        if not (seen.isupper() and seen == word.upper() and (len(word) > 3 or len(words) > 1)):
            return False
    if style == "upper" and len(words) == 1 and words[0].isupper() and len(words[0]) <= 3:
        article = at > 0 and parse.lowers[at - 1] == "the"
        return article or parse.deps[at] in {"compound", "nmod", "poss"}
    return parse.words[at][0].isupper() or words[0][0].islower()


def _inside_word(parse: Parse, first: int, end: int) -> bool:
    """Tell whether a short name stands inside a hyphened name ("Kim Jong-Un") and not before a noun."""
    glued = first > 0 and parse.words[first - 1] in {"-", "‑"} and parse.ends[first - 1] == parse.starts[first]
    return glued and end - first == 1 and len(parse.words[first]) <= 3 and not parse.words[first].isupper()


def _model_names(parse: Parse, tables: Tables, style: list[str]) -> Iterator[Named]:
    """Yield the model's names, trimmed of articles, titles, possessives and stray marks."""
    for first, end, label in parse.names():
        if label in LABELS:
            for a, b in _split_hyphens(parse, tables, first, end - 1):
                trimmed = _trim(parse, tables, a, b, label)
                if trimmed and style[first] == "upper":
                    trimmed = _in_capitals(parse, tables, *trimmed)
                if trimmed and trimmed[1] - trimmed[0] >= LONGEST:
                    continue
                if trimmed and not _in_office(parse, tables, *trimmed):
                    yield Named(*trimmed, label=label, headline=style[first] != "plain")


def _split_hyphens(parse: Parse, tables: Tables, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a joined pair ("US-North Korea") when the lexicon knows one of them."""
    for i in range(first + 1, last):
        if parse.words[i] in {"-", "–", "—", "/"} and (
            _stands_free(parse, i) or _is_place(tables, parse, first, i) or _is_place(tables, parse, i + 1, last + 1)
        ):
            yield first, i - 1
            yield from _split_hyphens(parse, tables, i + 1, last)
            return
    yield first, last


def _stands_free(parse: Parse, token: int) -> bool:
    """Tell whether a mark has space on both sides, so that it parts two names."""
    return parse.ends[token - 1] < parse.starts[token] and parse.ends[token] < parse.starts[token + 1]


def _is_place(tables: Tables, parse: Parse, first: int, end: int) -> bool:
    words = parse.words[first:end]
    rows = tables.names.get(words[0].lower(), ()) if words else ()
    return any(row[0] == words and row[1].kind in {"country", "capital"} for row in rows)


def _trim(parse: Parse, tables: Tables, first: int, last: int, label: str) -> tuple[int, int] | None:
    """Return the narrow span of a name, or None when nothing of a name is left."""
    last = _before_amount(parse, first, last)
    while first <= last and (parse.pos[first] in {"DET", "PUNCT", "SPACE"} or parse.words[first] in _EDGES):
        first += 1
    while last >= first and (parse.lowers[last] in {"'s", "’s", "’", "'"} or parse.words[last] in _EDGES):
        last -= 1
    if label == "PERSON":
        last = _to_end(parse, tables, first, last)
        while first <= last and parse.pos[first] in {"ADP", "SCONJ", "CCONJ", "VERB", "AUX"} and first < last:
            first += 1
        first = _after_title(parse, tables, first, last)
    if first > last or not any(c.isalpha() for c in parse.words[last]):
        return None
    lower = all(parse.words[i][0].islower() for i in range(first, last + 1))
    return None if lower else (first, last)


def _before_amount(parse: Parse, first: int, last: int) -> int:
    """Return where a name ends that the model ran into an amount ("paid Osei 2 million pounds")."""
    if parse.words[last][0].islower():
        for token in range(first + 1, last):
            if parse.tags[token] == "CD" and parse.words[token + 1][0].islower():
                return token - 1
    return last


def _to_end(parse: Parse, tables: Tables, first: int, last: int) -> int:
    """Return the last token of a person's name with a syllable that a hyphen joins to it ("Moon Jae-in")."""
    end = last + 2
    if first == last or end >= len(parse) or parse.words[last + 1] not in {"-", "‑"}:
        return last
    glued = parse.ends[last] == parse.starts[last + 1] and parse.ends[last + 1] == parse.starts[end]
    word = parse.words[end]
    syllable = word.isalpha() and word.islower() and len(word) <= 6 and word not in tables.contexts["attached"]
    return end if glued and syllable and parse.pos[end] != "VERB" else last


def _in_capitals(parse: Parse, tables: Tables, first: int, last: int) -> tuple[int, int] | None:
    """Return the part of a name that can be one where all is in capitals, with the given name before it."""

    def may_be(token: int) -> bool:
        word, lemma = parse.lowers[token], parse.lemmas[token].lower()
        common = word in tables.nouns or lemma in tables.nouns or word in tables.offices or word in tables.honorifics
        return parse.pos[token] in {"PROPN", "NOUN"} and word.isalpha() and len(word) > 2 and not common

    tokens = [t for t in range(first, last + 1) if may_be(t)]
    if not tokens:
        return None
    first, last = tokens[0], tokens[-1]
    begin = parse.sentences[parse.sentence_of(first)][0]
    while first > begin and parse.pos[first - 1] == "PROPN" and may_be(first - 1):
        first -= 1
    return first, last


def _in_office(parse: Parse, tables: Tables, first: int, last: int) -> bool:
    """Tell whether a name is only the first part of an office ("Defense" in "Defense Minister")."""
    after = any(" ".join(parse.lowers[first : last + size]) in tables.offices for size in (2, 3))
    return after or " ".join(parse.lowers[max(0, first - 2) : last + 1]) in tables.offices


def _after_title(parse: Parse, tables: Tables, first: int, last: int) -> int:
    """Return the first token after titles and adjectives of country that the model took into a person's name."""
    moved = True
    while moved and first < last:
        moved = False
        for size in (4, 3, 2, 1):
            words = " ".join(parse.lowers[first : first + size])
            if first + size <= last and (words in tables.offices or words in tables.honorifics):
                first, moved = first + size, True
                break
        else:
            rows = tables.names.get(parse.lowers[first], ())
            if any(len(r[0]) == 1 and r[1].kind == "adjective" for r in rows) and first + 1 < last:
                first, moved = first + 1, True
    return first


def _is_credit(parse: Parse, name: Named) -> bool:
    """Tell whether a name is the credit of a picture ("Photo by …", "Credit: …")."""
    begin = parse.sentences[parse.sentence_of(name.first)][0]
    opening = parse.lowers[begin : begin + 2]
    if opening[:1] in {("credit",), ("photo",), ("image",), ("photograph",), ("picture",)} and len(opening) == 2:
        return opening[1] in {":", "by", "credit", "via", "/"}
    return parse.lowers[max(begin, name.first - 2) : name.first] == ("photo", "by")


def _merge(parse: Parse, tables: Tables, known: list[Named], model: list[Named]) -> list[Named]:
    """Join both lists; where they overlap the longer one wins, with the exceptions of :func:`_keeps_known`."""
    at: dict[int, Named] = {i: n for n in known for i in range(n.first, n.last + 1)}
    dropped: set[Named] = set()
    out: list[Named] = []
    for name in model:
        inner = list(dict.fromkeys(at[i] for i in range(name.first, name.last + 1) if i in at))
        if not inner:
            out.append(name)
        elif _keeps_known(parse, tables, name, inner):
            continue
        else:
            dropped.update(inner)
            codes = [n.known.country for n in inner if n.known and n.known.country]
            whole = inner[0].known if len(inner) == 1 and _same_words(name, inner[0]) else None
            country = codes[0] if codes and name.label != "PERSON" else None
            out.append(replace(name, known=whole, country=country))
    labels = {i: n.label for n in model for i in range(n.first, n.last + 1)}
    kept = [replace(n, label=labels.get(n.first, "")) for n in known if n not in dropped]
    return out + kept


def _same_words(a: Named, b: Named) -> bool:
    return a.first == b.first and a.last == b.last


def _keeps_known(parse: Parse, tables: Tables, name: Named, inner: list[Named]) -> bool:
    """Tell whether the lexicon's names inside a model's name stay, and the model's name goes."""
    if any(n.first <= name.first and n.last >= name.last for n in inner):
        return True
    outside = [i for i in range(name.first, name.last + 1) if not any(n.first <= i <= n.last for n in inner)]
    words = [i for i in outside if parse.words[i][0].isalpha()]
    if not words or all(parse.words[i][0].islower() for i in words):
        return True
    last = parse.lowers[name.last]
    if name.label in {"EVENT", "ORG", "FAC", "LAW", "WORK_OF_ART"} and last in tables.contexts["events"]:
        return True
    if any(n.first < name.first or n.last > name.last for n in inner):
        return True
    kinds = {n.known.kind for n in inner if n.known}
    if name.label == "PERSON":
        return kinds <= {"adjective"} and inner[0].first == name.first and len(words) == 1
    return name.label in {"NORP", "GPE"} and bool(kinds & {"country", "capital"}) and parse.pos[words[0]] != "PROPN"


def _widen(parse: Parse, tables: Tables, names: list[Named]) -> list[Named]:
    """Give people the given name that the model left outside, or took for another name ("Mira" of "Mira Osei")."""
    given = tables.given_places
    known = {
        i
        for n in names
        if n.known is not None and not (n.first == n.last and parse.words[n.first] in given)
        for i in range(n.first, n.last + 1)
    }
    wide = [_widened(parse, tables, n, known) if n.label == "PERSON" and n.known is None else n for n in names]
    gone = {i for old, new in zip(names, wide, strict=True) for i in range(new.first, old.first)}
    return [n for n in wide if n.last not in gone]


def _widened(parse: Parse, tables: Tables, name: Named, known: set[int]) -> Named:
    before = name.first - 1
    while (
        before >= 0
        and before not in known
        and parse.deps[before] == "compound"
        and name.first <= parse.heads[before] <= name.last
        and parse.pos[before] == "PROPN"
        and parse.words[before][:1].isupper()
        and parse.entity[before] not in _TIMES
        and parse.lowers[before] not in tables.offices
        and parse.lowers[before] not in tables.honorifics
        and parse.lemmas[before].lower() not in tables.nouns
    ):
        name = replace(name, first=before)
        before -= 1
    return name


def _bracketed(parse: Parse, names: list[Named]) -> list[Named]:
    """Return the abbreviations that stand in brackets right after a longer name."""
    covered = {i for n in names for i in range(n.first, n.last + 1)}
    out = []
    for name in names:
        at = name.last + 2
        if name.last == name.first or at + 1 >= len(parse) or at in covered:
            continue
        short = parse.words[at]
        if parse.words[at - 1] == "(" and parse.words[at + 1] == ")" and 2 <= len(short) <= 8 and short.isupper():
            out.append(Named(at, at, label=name.label or "ORG"))
    return out


def _as_given(parse: Parse, tables: Tables, name: Named) -> Named:
    """Take a place that is a given name, before a surname that the model left out, for a person."""
    after = name.last + 1
    if name.known is not None and name.first == name.last and not name.headline:
        begin = _person_before(parse, tables, name.first)
        if begin < name.first:
            return replace(name, first=begin, known=None, label="PERSON")
    if name.label == "PERSON" and name.known is None:
        return name
    if name.first != name.last or parse.words[name.first] not in tables.given_places:
        return name
    surname = after < len(parse) and parse.heads[name.first] == after and parse.pos[after] == "PROPN"
    if not surname or parse.lemmas[after].lower() in tables.nouns or parse.entity[after] in LABELS or name.headline:
        return name
    if parse.lowers[after] in tables.names or parse.lowers[after] in tables.offices:
        return name
    return replace(name, last=after, known=None, label="PERSON")


def _person_before(parse: Parse, tables: Tables, last: int) -> int:
    """Return where a person's name begins that ends like a place or a body ("Mira T. Washington", "MIN SO UN")."""
    first, word = last, parse.words[last]
    while first > 0 and parse.deps[first - 1] == "compound" and parse.heads[first - 1] == last:
        before = parse.words[first - 1]
        if parse.pos[first - 1] != "PROPN" or not before[0].isupper() or before.lower() in tables.names:
            break
        if before.lower() in tables.offices or before.lower() in tables.honorifics:
            break
        first -= 1
    own = parse.words[first:last]
    initial = len(own) > 1 and len(own[-1]) == 2 and own[-1].endswith(".") and own[-1][0].isupper()
    capitals = len(own) > 1 and word.isupper() and len(word) <= 3 and all(w.isalpha() and w.isupper() for w in own)
    return first if initial or capitals else last


def _loose_names(parse: Parse, tables: Tables, chosen: Iterable[Named], style: list[str]) -> list[Named]:
    """Return capitalised runs that neither the model nor the lexicon named, outside headlines."""
    covered = {i for n in chosen for i in range(n.first, n.last + 1)}
    told = _told(parse)
    out: list[Named] = []
    i, size = 0, len(parse)
    while i < size:
        end = i
        while end < size and _is_loose(parse, end, covered, style) and (end == i or _joins(parse, end)):
            end += 1
        if end > i:
            trimmed = _trim(parse, tables, i, end - 1, "PERSON") if i in told else None
            if trimmed and not _is_common(parse, tables, *trimmed) and not _in_office(parse, tables, *trimmed):
                out.append(Named(*trimmed))
        i = max(end, i + 1)
    return out


def _told(parse: Parse) -> set[int]:
    """Return the tokens of sentences that have a verb; section names and other scraps have none."""
    out: set[int] = set()
    for first, end in parse.sentences:
        if not {"VERB", "AUX"}.isdisjoint(parse.pos[first:end]):
            out.update(range(first, end))
    return out


def _joins(parse: Parse, token: int) -> bool:
    return parse.sentence_of(token) == parse.sentence_of(token - 1)


def _is_loose(parse: Parse, token: int, covered: set[int], style: list[str]) -> bool:
    return (
        parse.pos[token] == "PROPN"
        and parse.words[token][0].isupper()
        and token not in covered
        and parse.entity[token] not in _TIMES
        and style[token] == "plain"
    )


def _is_common(parse: Parse, tables: Tables, first: int, last: int) -> bool:
    """Tell whether a capitalised run is a description ("Prime Minister", "Government") and no name."""
    words = " ".join(parse.lowers[first : last + 1])
    lemma = parse.lemmas[last].lower()
    return words in tables.offices or words in tables.honorifics or lemma in tables.nouns
