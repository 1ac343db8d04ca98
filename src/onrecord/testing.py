"""Builds readings by hand, so that rule tests need no model, and checks what every stage must keep."""

from dataclasses import replace
from typing import Any

from onrecord.model import Parse, Reading, Report, Span, make_parse
from onrecord.model.ids import digest_text


def make_report(text: str, **known: object) -> Report:
    """Return a report of a text, with any other field given by name."""
    sha = digest_text(text)
    given = {"id": f"r-{sha[:12]}", "path": "test.txt", "sha256": sha, "text": text, **known}
    return Report(**given)  # type: ignore[arg-type]


def parse_from_rows(text: str, rows: str) -> Parse:
    r"""Return a parse from a small table, one token a line: ``word lemma pos tag head dep entity``.

    ``head`` is the row number in the sentence, from 1, 0 for the root; ``entity`` is ``-``, ``B-PERSON``,
    ``I-PERSON`` …; a blank line ends a sentence. Words are looked up in the text from left to right.

    Example:
        >>> parse_from_rows("She ran.", "She she PRON PRP 2 nsubj -\nran run VERB VBD 0 ROOT -").lemmas
        ('she', 'run')
    """
    table: list[tuple[int, int, str, str, str, str, str, int, str, bool]] = []
    sentences: list[tuple[int, int]] = []
    cursor = 0
    for block in rows.strip().split("\n\n"):
        first = len(table)
        for line in block.strip().splitlines():
            word, lemma, pos, tag, head, dep, entity = line.split()
            start = text.index(word, cursor)
            cursor = start + len(word)
            row = first + int(head) - 1 if int(head) else len(table)
            begins, _, label = entity.partition("-")
            table.append((start, cursor, word, lemma, pos, tag, dep, row, label, begins == "B"))
        sentences.append((first, len(table)))
    columns = list(zip(*table, strict=True))
    names = ("starts", "ends", "words", "lemmas", "pos", "tags", "deps", "heads", "entity", "entity_begins")
    named: dict[str, Any] = {name: list(column) for name, column in zip(names, columns, strict=True)}
    return make_parse(sentences=sentences, **named)


def make_reading(text: str, rows: str = "", **known: object) -> Reading:
    """Return a reading of a text with a parse from rows and any other field of the reading given by name."""
    reading = Reading(report=make_report(text))
    if rows:
        parse = parse_from_rows(text, rows)
        spans = tuple(parse.sentence_span(i) for i in range(len(parse.sentences)))
        reading = replace(reading, parse=parse, sentences=spans)
    return replace(reading, **known)  # type: ignore[arg-type]


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """Return the span of the nth place where the words stand in the text.

    Raises:
        ValueError: They do not stand there so often.
    """
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))
