"""Loads ECB+ documents as plain text with the gold entity mentions as code-point spans."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data" / "ecbplus"
_LEFT = {
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    ")",
    "]",
    "'s",
    "’s",
    "n't",
    "%",
    "'",
    "’",
    "''",
    "”",
    "'re",
    "'ll",
    "'ve",
    "'d",
    "'m",
}
_RIGHT = {"(", "[", "$", "``", "“", "#"}
PRONOUNS = frozenset(
    [
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "it",
        "its",
        "itself",
        "i",
        "me",
        "my",
        "we",
        "us",
        "our",
        "you",
        "your",
        "who",
        "whom",
        "whose",
        "which",
        "that",
        "this",
        "these",
        "those",
    ]
)


@dataclass(frozen=True)
class Gold:
    """A gold mention: code-point span, chain and kind."""

    start: int
    end: int
    chain: str
    kind: str
    text: str


@dataclass(frozen=True)
class Document:
    """A document: its text, one sentence a line, and its gold mentions."""

    name: str
    text: str
    mentions: tuple[Gold, ...]


def load(split: str, kinds: tuple[str, ...] = ("HUM", "LOC")) -> Iterator[Document]:
    """Yield the documents of ``Train`` or ``Dev`` with mentions of some kinds."""
    tokens: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for line in (DATA / f"ECB_{split}_corpus.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 4:
            tokens[cells[0]].append((int(cells[1]), int(cells[2]), cells[3]))
    rows: dict[str, list[dict]] = defaultdict(list)
    for row in json.loads((DATA / f"ECB_{split}_Entity_gold_mentions.json").read_text(encoding="utf-8")):
        if row["mention_type"].startswith(kinds):
            rows[row["doc_id"]].append(row)
    for name in sorted(tokens):
        text, at = _detokenise(tokens[name])
        golds = []
        for row in rows[name]:
            spans = [at[row["sent_id"], t] for t in row["tokens_number"] if (row["sent_id"], t) in at]
            if spans:
                golds.append(
                    Gold(spans[0][0], spans[-1][1], row["coref_chain"], row["mention_type"], row["tokens_str"])
                )
        yield Document(name, text, tuple(golds))


def _detokenise(rows: list[tuple[int, int, str]]) -> tuple[str, dict[tuple[int, int], tuple[int, int]]]:
    """Join tokens as prose, one sentence a line, and say where each stands."""
    text, at, sentence, glue, quotes = "", {}, None, True, 0
    for sent, number, word in rows:
        if sent != sentence:
            text, sentence, glue, quotes = (f"{text}\n" if text else ""), sent, True, 0
        if word == '"':
            quotes += 1
            left = quotes % 2 == 0
        else:
            left = word in _LEFT
        text += word if glue or left else f" {word}"
        at[sent, number] = (len(text) - len(word), len(text))
        glue = word in _RIGHT or (word == '"' and quotes % 2 == 1)
    return text, at
