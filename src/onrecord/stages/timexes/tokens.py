"""Cuts sentences into small tokens and gives each its class: one character a token.

Finer than the parser's tokens, so that "third-quarter", "1990s" and "mid-1996" read the same whatever the
parser made of them. A rule is then a regular expression over the string of classes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Parse, Span
from onrecord.stages.timexes.names import Names, load_names

_PIECE = re.compile(
    r"""(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-]))
      | (?P<splityear>(?:1[5-9]|20)\d\d/\d\d(?![\d/]))
      | (?P<numeric>\d{1,4}[/.]\d{1,2}[/.]\d{1,4}(?![\d/]|\.\d))
      | (?P<fraction>\d/\d(?![\d/])|[½¼¾])
      | (?P<clock>(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?![\d%]|[.:]\d))
      | (?P<thousands>\d{1,3}(?:,\d{3})+(?:\.\d+)?)
      | (?P<decimal>\d+\.\d+)
      | (?P<nth>\d{1,3}(?:st|nd|rd|th)\b)
      | (?P<decades>\d{1,3}0['’]?s\b)
      | (?P<shortmeridiem>(?P<h>1[0-2]|0?[1-9])(?=[AaPp][Mm]\b))
      | (?P<int>\d+(?![^\W_]))
      | (?P<meridiem>[AaPp]\.[ ]?[Mm]\b\.?|(?<=\d)[AaPp][Mm]\b)
      | (?P<oclock>[Oo]['’]clock)
      | (?P<possessive>['’]s\b)
      | (?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+)
      | (?P<mark>[^\w\s]|_)
      | (?P<rest>\S[^\W_]*)""",
    re.VERBOSE,
)

MARKS: Mapping[str, str] = {
    **dict.fromkeys("-‐‑–", "hyphen"),
    **dict.fromkeys("'’‘", "apostrophe"),
    "—": "dash",
    ",": "comma",
    ".": "dot",
    "(": "open",
    "/": "slash",
}

LONGEST_NUMBER = 15
"""Characters; a longer number counts nothing that a report dates."""

FORMS = "iso splityear numeric fraction clock thousands decimal decades meridiem oclock possessive currency"
"""Forms of tokens that are a class by themselves."""

NEED_CAPITAL = frozenset({"month", "weekday", "weekdays", "zone", "era", "eraafter", "ad", "bc"})
"""Classes whose words count only with a capital letter."""

ALSO_NUMBER = frozenset({"int", "thousands", "decimal", "number", "fraction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The compiled classes of a lexicon.

    Attributes:
        values: Class -> word -> value.
        of_word: Word in lower case -> character of its set of classes.
        of_capital: The same for a word with a capital letter.
        of_form: Form of a number or mark -> character.
        members: Class -> the characters that belong to it.
        other: The character of all words without a class.
        names: Holidays and periods.
    """

    values: Mapping[str, Mapping[str, str]]
    of_word: Mapping[str, str]
    of_capital: Mapping[str, str]
    of_form: Mapping[str, str]
    members: Mapping[str, str]
    other: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The tokens of one sentence.

    Attributes:
        text: The report's text.
        lowers, starts, ends: Lower case and offsets of each token.
        classes: One character a token.
        number: Index of the sentence in the parse.
    """

    text: str
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    classes: str
    number: int

    def word(self, i: int) -> str:
        """Return a token as it stands in the text."""
        return self.text[self.starts[i] : self.ends[i]]

    def lower(self, i: int) -> str:
        """Return a token in lower case, or an empty string outside the sentence."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def span(self, first: int, end: int) -> Span:
        """Return the text span of the tokens from ``first`` to before ``end``."""
        return Span(self.starts[first], self.ends[end - 1])


@lru_cache(maxsize=4)
def load_classes(lexicon: Lexicon) -> Classes:
    """Compile the classes of a lexicon; each distinct set of classes gets a character."""
    values: dict[str, dict[str, str]] = {
        name: {str(w).lower(): str(v) for w, v in words.items()}
        for name, words in lexicon.entries("timexes/classes").items()
    }
    of_set: dict[frozenset[str], str] = {}

    def code(classes: frozenset[str]) -> str:
        return of_set.setdefault(classes, chr(0x100 + len(of_set)))

    other = code(frozenset())
    sets: dict[str, set[str]] = {}
    for name, words in values.items():
        for word in words:
            sets.setdefault(word, set()).add(name)
    of_capital = {w: code(frozenset(s)) for w, s in sets.items()}
    of_word = {w: code(frozenset(s - NEED_CAPITAL)) for w, s in sets.items()}
    of_form = {form: code(classes) for form, classes in _forms()}
    members: dict[str, str] = {}
    for classes, char in of_set.items():
        for name in classes:
            members[name] = members.get(name, "") + char
    return Classes(
        values=values,
        of_word=of_word,
        of_capital=of_capital,
        of_form=of_form,
        members=members,
        other=other,
        names=load_names(lexicon),
    )


def _forms() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield every form of number and mark with its classes."""
    for n in range(100):
        classes = {"int", "int2"}
        if 1 <= n <= 31:
            classes.add("dayno")
        if n <= 24:
            classes.add("hourno")
        yield f"int{n}", frozenset(classes)
    yield "int", frozenset({"int"})
    yield "yyyy", frozenset({"int", "yyyy"})
    yield "clock4", frozenset({"int", "yyyy", "clock4"})
    yield "nth", frozenset({"ordinal", "nth"})
    yield "nthday", frozenset({"ordinal", "nth", "daynth"})
    for form in (*FORMS.split(), "holiday", "historic", *sorted(set(MARKS.values()))):
        yield form, frozenset({form})


def cut_sentence(
    text: str, parse: Parse, index: int, names: Mapping[int, tuple[int, str]], classes: Classes
) -> Sentence:
    """Cut one sentence into tokens with their classes.

    Args:
        text: The report's text.
        parse: Its parse.
        index: The sentence.
        names: From :func:`onrecord.stages.timexes.names.find_names`.
        classes: From :func:`load_classes`.
    """
    span = parse.sentence_span(index)
    lowers, starts, ends, chars = [], [], [], []
    done = span.start
    short = classes.values["abbreviation"]
    for match in _PIECE.finditer(text, span.start, span.end):
        start, end = match.span()
        if start < done:
            continue
        piece = match.group()
        lower = piece.lower()
        if start in names:
            end, kind = names[start]
            done, lower = end, text[start:end].lower()
            chars.append(classes.of_form[kind])
        elif match.lastgroup == "word":
            table = classes.of_capital if piece[0].isupper() else classes.of_word
            chars.append(table.get(lower, classes.other))
            if lower in short and piece[0].isupper() and text[end : end + 1] == ".":
                end = done = end + 1
        else:
            chars.append(classes.of_form.get(_form(match.lastgroup or "", lower), classes.other))
        lowers.append(lower)
        starts.append(start)
        ends.append(end)
    return Sentence(text=text, lowers=lowers, starts=starts, ends=ends, classes="".join(chars), number=index)


def _form(kind: str, lower: str) -> str:
    """Return the form of a number or mark, the key of its classes."""
    if kind in {"int", "h", "shortmeridiem"}:
        if len(lower) <= 2:
            return f"int{int(lower)}"
        if len(lower) == 4 and "1000" <= lower <= "2199":
            return "yyyy"
        return "int" if len(lower) <= LONGEST_NUMBER else ""
    if kind in {"thousands", "decimal"} and len(lower) > LONGEST_NUMBER:
        return ""
    if kind == "nth":
        return "nthday" if 1 <= int(lower[:-2]) <= 31 else "nth"
    if kind == "mark":
        return MARKS.get(lower, "currency" if lower in "$£€¥#" else "")
    return kind
