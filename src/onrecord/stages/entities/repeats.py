"""Names found once are found again: in headlines, in capitals, and where the model saw none."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.model import Parse
from onrecord.stages.entities.names import Named

_PEOPLE = frozenset({"PERSON"})
_BODIES = frozenset({"ORG", "NORP", "FAC", "PRODUCT", "EVENT"})


def find_again(parse: Parse, names: Sequence[Named], style: Sequence[str]) -> list[Named]:
    """Return the names with those of headlines cut to what the body names, and with repeats that were missed.

    Args:
        parse: The parse of the report.
        names: All names in order, none overlapping.
        style: For each token ``plain``, ``title`` or ``upper``.

    Cost: linear in the tokens.
    """
    forms = _body_forms(parse, names)
    out: list[Named] = []
    for name in names:
        cut = _cut(parse, name, forms) if name.headline and name.known is None else None
        out.append(cut or name)
    covered = {i for n in out for i in range(n.first, n.last + 1)}
    out += _repeats(parse, forms, covered, style)
    return sorted(out, key=lambda n: n.first)


Forms = dict[str, list[tuple[tuple[str, ...], str]]]


def _body_forms(parse: Parse, names: Sequence[Named]) -> Forms:
    """Return the names of the body, and the surnames of its people, by first word in lower case, longest first."""
    labels: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        if name.headline or name.known is not None:
            continue
        words = parse.words[name.first : name.last + 1]
        labels[words][name.label] += 1
        if name.label in _PEOPLE and len(words) > 1 and words[-1][0].isupper():
            labels[words[-1:]]["PERSON"] += 1
    forms: Forms = {}
    for words, count in labels.items():
        label = count.most_common(1)[0][0]
        if len(words) > 1 or len(words[0]) > 2:
            forms.setdefault(words[0].lower(), []).append((words, label))
    for rows in forms.values():
        rows.sort(key=lambda row: (-len(row[0]), row))
    return forms


def _match(parse: Parse, at: int, forms: Forms, *, caseless: bool) -> tuple[int, str] | None:
    """Return the last token and the label of the longest known form that begins at a token."""
    for words, label in forms.get(parse.lowers[at], ()):
        seen = parse.words[at : at + len(words)]
        if seen == words or (caseless and tuple(w.lower() for w in words) == tuple(w.lower() for w in seen)):
            return at + len(words) - 1, label
    return None


def _cut(parse: Parse, name: Named, forms: Forms) -> Named | None:
    """Return the part of a headline's name that the body names too ("Mira Osei" of "Mira Osei Checks")."""
    for at in range(name.first, name.last + 1):
        found = _match(parse, at, forms, caseless=True)
        if found and found[0] <= name.last and (at, found[0]) != (name.first, name.last):
            return replace(name, first=at, last=found[0], label=found[1] or name.label)
    return None


def _repeats(parse: Parse, forms: Forms, covered: set[int], style: Sequence[str]) -> Iterator[Named]:
    at, size = 0, len(parse)
    while at < size:
        step = 1
        if at not in covered and parse.words[at][0].isupper():
            found = _match(parse, at, forms, caseless=style[at] == "upper")
            plain = style[at] == "plain"
            if found and covered.isdisjoint(range(at, found[0] + 1)) and _is_name(parse, at, found[0], plain=plain):
                yield Named(at, found[0], label=found[1], headline=not plain)
                step = found[0] - at + 1
        at += step


def _is_name(parse: Parse, first: int, last: int, *, plain: bool) -> bool:
    """Tell whether a repeat can be a name: one word at the start of a sentence must be tagged as a name."""
    return last > first or not plain or parse.pos[first] in {"PROPN", "NOUN", "ADJ"}
