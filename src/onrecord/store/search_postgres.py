"""Full-text search in PostgreSQL: the words are cut and stemmed here, as FTS5 does, so both find the same sentences.

PostgreSQL's own parser keeps URLs and hyphenated words whole and its dictionaries drop common words; a story moved
from SQLite would answer otherwise than before. So its vectors are given, not computed.

References:
    https://www.postgresql.org/docs/current/datatype-textsearch.html
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]
from sqlalchemy import Connection, text

from onrecord.store.highlight import END, START

LONGEST = 200
"""Code points of a word that are compared; a lexeme holds 2 KB."""

LAST = 16_383
"""The highest place in a vector."""

_stem = snowballstemmer.stemmer("porter").stemWord


def create_index(connection: Connection) -> None:
    """Make the index where it is not there yet."""
    connection.execute(
        text(
            'CREATE TABLE IF NOT EXISTS sentence (report text COLLATE "C" NOT NULL, start integer NOT NULL, '
            "stop integer NOT NULL, body text NOT NULL, words tsvector NOT NULL, PRIMARY KEY (report, start, stop))"
        )
    )
    connection.execute(text("CREATE INDEX IF NOT EXISTS sentence_words ON sentence USING gin (words)"))


def index_report(connection: Connection, report: str, rows: Sequence[tuple[int, int, str]]) -> None:
    """Replace the sentences of one report: (start, end, words)."""
    connection.execute(text("DELETE FROM sentence WHERE report = :r"), {"r": report})
    values = [
        {"r": report, "s": s, "e": e, "b": body.replace("\x00", "\ufffd"), "w": _vector(body)} for s, e, body in rows
    ]
    if values:
        insert = "INSERT INTO sentence VALUES (:r, :s, :e, :b, CAST(:w AS tsvector)) ON CONFLICT DO NOTHING"
        connection.execute(text(insert), values)


def find_rows(connection: Connection, phrases: Sequence[str], limit: int) -> list[tuple[str, int, int, str]]:
    """Return (report, start, end, marked sentence) of the sentences with every phrase, best first."""
    wanted = [[_normal(p[a:b]) for a, b in _words(p)] for p in phrases]
    wanted = [w for w in wanted if w]
    query = " & ".join("(" + " <-> ".join(_quoted(word) for word in phrase) + ")" for phrase in wanted)
    if not query:
        return []
    rows = connection.execute(
        text(
            "SELECT report, start, stop, body FROM sentence WHERE words @@ CAST(:q AS tsquery) "
            "ORDER BY ts_rank(words, CAST(:q AS tsquery), 1) DESC, report, start LIMIT :n"
        ),
        {"q": query, "n": limit},
    ).all()
    return [(r, s, e, mark(body, wanted)) for r, s, e, body in rows]


def mark(body: str, wanted: Sequence[Sequence[str]]) -> str:
    """Return a sentence with the marks around every run of words that a phrase means.

    Example:
        >>> mark("Floods came.", [["flood"]]).replace(START, "[").replace(END, "]")
        '[Floods] came.'
    """
    places = list(_words(body))
    normal = [_normal(body[a:b]) for a, b in places]
    hit = [False] * len(places)
    for phrase in wanted:
        size = len(phrase)
        for at in range(len(normal) - size + 1):
            if normal[at : at + size] == list(phrase):
                hit[at : at + size] = [True] * size
    out, last = [], 0
    for index, (a, b) in enumerate(places):
        if not hit[index]:
            continue
        out += [body[last:a], START, body[a:b], END]
        last = b
    return "".join(out) + body[last:]


def _words(body: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every run of letters, digits and marks, as FTS5's unicode61 cuts them."""
    start = -1
    for at, char in enumerate(body):
        inside = unicodedata.category(char)[0] in "LN" or (start >= 0 and unicodedata.category(char)[0] == "M")
        if inside and start < 0:
            start = at
        elif not inside and start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(body)


@lru_cache(maxsize=50_000)
def _normal(word: str) -> str:
    """Return a word folded to lower case without diacritics, as a stem."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    plain = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")[:LONGEST]
    return str(_stem(plain)) if plain.isascii() else unicodedata.normalize("NFC", plain)


def _vector(body: str) -> str:
    words = (_normal(body[a:b]) for a, b in _words(body))
    return " ".join(f"{_quoted(word)}:{min(at, LAST)}" for at, word in enumerate(words, 1) if word)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
