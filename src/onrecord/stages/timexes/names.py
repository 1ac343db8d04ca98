"""Names of several words that are one token: holidays and periods of history."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a lexicon.

    Attributes:
        holidays: Name in lower case -> (calendar, day).
        periods: Name in lower case -> (first day, last day).
        pattern: Finds any of them.
    """

    holidays: Mapping[str, tuple[str, str]]
    periods: Mapping[str, tuple[str, str]]
    pattern: re.Pattern[str]


@lru_cache(maxsize=4)
def load_names(lexicon: Lexicon) -> Names:
    """Compile the names of a lexicon."""
    tables = [
        {name: (str(a), str(b)) for name, (a, b) in lexicon.entries(f"timexes/{table}").items()}
        for table in ("holidays", "periods")
    ]
    words = sorted((name for table in tables for name in table), key=len, reverse=True)
    firsts = "".join(sorted({w[0] for w in words}))
    pattern = re.compile(rf"\b(?=[{firsts}])(?:{'|'.join(map(re.escape, words))})\b(?![/-]\d)")
    holidays, periods = ({name.lower(): value for name, value in table.items()} for table in tables)
    return Names(holidays=holidays, periods=periods, pattern=pattern)


def find_names(text: str, names: Names) -> dict[int, tuple[int, str]]:
    """Return start -> (end, class) of every name in a text."""
    return {
        m.start(): (m.end(), "holiday" if m.group().lower() in names.holidays else "historic")
        for m in names.pattern.finditer(text)
    }
