"""The word lists of this stage, compiled once a lexicon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.lexicon import Lexicon


@dataclass(frozen=True, eq=False, kw_only=True)
class Words:
    """Sets and mappings that the rules look words up in; all keys are lower case unless said.

    Attributes:
        units, tens, scales: Values of number words.
        abbreviations, capitals, letters: Scales written after digits: any case, capitals only, with care.
        magnitudes: Plural magnitude words with the edges of what they mean.
        ordinals, halves: Values of ordinal words; denominators of ``half`` and ``quarter``.
        starters: Every word that a number can begin with.
        bounds: Phrase -> (side, effect) with side ``before`` or ``after`` and effect ``low``, ``high``, ``about``.
        measures: Phrase -> (unit, is a sign that needs no space).
        symbols: Currency symbol -> code; ``currencies``: name -> code.
        context, harm: Named sets of ``context.yaml`` and ``harm.yaml``.
    """

    units: Mapping[str, float]
    tens: Mapping[str, float]
    scales: Mapping[str, float]
    abbreviations: Mapping[str, float]
    capitals: Mapping[str, float]
    letters: Mapping[str, float]
    magnitudes: Mapping[str, tuple[float, float]]
    ordinals: Mapping[str, float]
    halves: Mapping[str, float]
    multiples: Mapping[str, float]
    starters: frozenset[str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    before_ends: frozenset[str]
    joins: frozenset[str]
    escalations: frozenset[str]
    measures: Mapping[str, str]
    signs: Mapping[str, str]
    symbols: Mapping[str, str]
    currencies: Mapping[str, str]
    context: Mapping[str, frozenset[str]]
    harm: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def load_words(lexicon: Lexicon) -> Words:
    """Compile the lists of ``figures/*.yaml``.

    Raises:
        ResourceMissing: A list is missing.
    """
    numbers = lexicon.entries("figures/numbers")
    bounds = lexicon.entries("figures/bounds")
    context = lexicon.entries("figures/context")
    before = _effects(bounds["before"])
    magnitudes = {k: (float(v[0]), float(v[1])) for k, v in numbers["magnitudes"].items()}
    units = _floats(numbers["units"])
    small = [(word, value) for word, value in units.items() if 0 < value < 10]
    units |= {f"{t}{u}": a + b for t, a in _floats(numbers["tens"]).items() for u, b in small}
    starters = {*units, *numbers["tens"], *numbers["scales"], *numbers["halves"]}
    starters |= {*numbers["multiples"], *(m.split()[0] for m in magnitudes), "a", "an", "minus", "negative"}
    return Words(
        units=units,
        tens=_floats(numbers["tens"]),
        scales=_floats(numbers["scales"]),
        abbreviations=_floats(numbers["abbreviations"]),
        capitals=_floats(numbers["capitals"]),
        letters=_floats(numbers["magnitude_abbreviations"]),
        magnitudes=magnitudes,
        ordinals=_floats(numbers["ordinals"]),
        halves=_floats(numbers["halves"]),
        multiples=_floats(numbers["multiples"]),
        starters=frozenset(starters),
        before=before,
        after=_effects(bounds["after"]),
        before_ends=frozenset({*(phrase.split()[-1] for phrase in before), "="}),
        joins=frozenset(bounds["joins"]),
        escalations=frozenset(bounds["escalations"]),
        measures=_measures(lexicon.entries("figures/units")),
        signs=_signs(lexicon.entries("figures/units")),
        symbols=_symbols(lexicon.entries("figures/currencies")),
        currencies=_currencies(lexicon.entries("figures/currencies")),
        harm={name: frozenset(map(str, entries)) for name, entries in lexicon.entries("figures/harm").items()},
        context={name: frozenset(map(str, words)) for name, words in context.items()},
    )


def _floats(entries: Mapping[str, Any]) -> dict[str, float]:
    return {str(k): float(v) for k, v in entries.items()}


def _effects(entries: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {str(phrase): effect for effect, phrases in entries.items() for phrase in phrases}


def _plurals(name: str) -> tuple[str, ...]:
    """Return a name and its plural; ``x per y`` is made elsewhere."""
    return (name, f"{name}s", f"{name}es") if name.endswith("h") else (name, f"{name}s")


def _measures(entries: Mapping[str, Mapping[str, list[str]]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for unit, forms in entries.items():
        for name in forms.get("names", ()):
            first, _, rest = str(name).partition(" ")
            for phrase in (*_plurals(str(name)), *(f"{p} {rest}" for p in _plurals(first) if rest)):
                out.setdefault(phrase, unit)
    return out


def _signs(entries: Mapping[str, Mapping[str, list[str]]]) -> dict[str, str]:
    return {str(sign): unit for unit, forms in entries.items() for sign in forms.get("signs", ())}


def _symbols(entries: Mapping[str, Mapping[str, list[str]]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for code, forms in entries.items():
        out.update({str(symbol): code for symbol in forms.get("symbols", ())})
        if code.isupper():
            out[code.lower()] = code
    out["rmb"] = "CNY"
    return out


def _currencies(entries: Mapping[str, Mapping[str, list[str]]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for code, forms in entries.items():
        for name in forms.get("names", ()):
            out.update(dict.fromkeys(_plurals(str(name)), code))
    return out
