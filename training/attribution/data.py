"""Gold attributions to what the model learns: one tag a word, one link a span.

Two sources of gold: a PolNeAR folder (brat standoff), and our own passages (YAML, see
``passages/README.md``). Both become the same `Document`.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.backends.blocks import find_blocks
from onrecord.backends.span_reader.encoding import Encoded, encode

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{p}-{r}" for r in ROLES for p in "BIES"))
NONE = -1
"""Link target "no such span" of a cue without a source; IGNORE is "unknown, learn nothing"."""
IGNORE = -2

Parts = list[tuple[int, int]]
_T_LINE = re.compile(r"^(T\d+)\t(\S+) ([\d ;]+)\t")


@dataclass
class Gold:
    """One attribution: character parts for each role; layer 1 when inside another's content."""

    source: Parts
    cue: Parts
    content: Parts
    layer: int = 0


@dataclass
class Document:
    """A text with its gold, encoded.

    Attributes:
        tags: (layers, words) tag numbers, IGNORE where the layer is not annotated.
        cue_of: (layers, words) for the first word of a content part the first word of its cue.
        source_of: (layers, words) for the first word of a cue that of its source, or NONE.
    """

    name: str
    text: str
    encoded: Encoded
    gold: list[Gold]
    tags: NDArray[np.int32]
    cue_of: NDArray[np.int32]
    source_of: NDArray[np.int32]


def read_polnear(folder: Path) -> list[tuple[str, str, list[Gold]]]:
    """Name, text and attributions of each article; the first annotator by name counts."""
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    out = []
    for name, path in first.items():
        with (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        out.append((name, text, _read_brat(path, text)))
    return out


def _read_brat(path: Path, text: str) -> list[Gold]:
    spans: dict[str, Parts] = {}
    events: list[list[tuple[str, str]]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if match := _T_LINE.match(line):
            parts = [tuple(int(x) for x in part.split()) for part in match[3].split(";")]
            spans[match[1]] = [(p[0], p[1]) for p in parts]
        elif re.match(r"^E\d+\t", line):
            items = [item.split(":") for item in line.split("\t", 1)[1].split()]
            events.append([(re.sub(r"\d+$", "", role).lower(), ref) for role, ref in items])
    gold = []
    for event in events:
        roles: dict[str, Parts] = {role: [] for role in ROLES}
        for role, ref in event:
            if role in roles:
                roles[role].extend(spans[ref])
        if roles["content"]:
            gold.append(Gold(**{r: _merge(text, parts) for r, parts in roles.items()}))
    return gold


def _merge(text: str, parts: Parts) -> Parts:
    """Join parts with nothing but white space between them."""
    out: Parts = []
    for start, end in sorted(set(parts)):
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def join_passages(
    rows: list[tuple[str, str, list[Gold]]], size: int, rng: random.Random
) -> list[tuple[str, str, list[Gold]]]:
    """Passages in random company, as paragraphs of one text: what stands beside a statement varies."""
    order = list(rows)
    rng.shuffle(order)
    out = []
    for at in range(0, len(order), size):
        text, gold = "", []
        for _, passage, own in order[at : at + size]:
            base = len(text)
            for g in own:
                moved = {r: [(s + base, e + base) for s, e in getattr(g, r)] for r in ROLES}
                gold.append(Gold(**moved, layer=g.layer))
            text += passage + "\n\n"
        out.append((f"joined-{at}", text, gold))
    return out


_MARKUP = re.compile(r"\{([SCT])(\d+(?:,\d+)*)\||\}")


def read_passages(folder: Path) -> list[tuple[str, str, list[Gold]]]:
    """Name, text and attributions of our own passages."""
    out = []
    for path in sorted(folder.glob("*.yaml")):
        for number, passage in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))["passages"]):
            text, gold = parse_markup(passage)
            out.append((f"{path.stem}-{number}", text, gold))
    return out


def parse_markup(passage: str) -> tuple[str, list[Gold]]:
    """Text and attributions of ``{S1|Ana} {C1|said} {T1|that {S2|Bo} {C2|knew} {T2|it}}.``.

    A number used inside the content of another number is nested in it (layer 1).
    """
    text: list[str] = []
    length = 0
    stack: list[tuple[str, list[int], int]] = []
    roles: dict[int, dict[str, Parts]] = defaultdict(lambda: {r: [] for r in ROLES})
    nested: dict[int, int] = {}
    at = 0
    for match in _MARKUP.finditer(passage):
        piece = passage[at : match.start()]
        text.append(piece)
        length += len(piece)
        at = match.end()
        if match[1]:
            numbers = [int(n) for n in match[2].split(",")]
            depth = len({n for r, ns, _ in stack for n in ns if r == "T"} - set(numbers))
            for n in numbers:
                nested[n] = max(depth, nested.get(n, 0))
            stack.append((match[1], numbers, length))
        else:
            role, numbers, start = stack.pop()
            for n in numbers:
                roles[n][{"S": "source", "C": "cue", "T": "content"}[role]].append((start, length))
    if stack:
        raise ValueError(f"unclosed markup: {passage!r}")
    text.append(passage[at:])
    joined = "".join(text)
    gold = [
        Gold(**{r: _merge(joined, parts) for r, parts in roles[n].items()}, layer=nested[n])
        for n in sorted(roles)
        if nested[n] < 2
    ]
    for g in gold:
        if not g.content or not g.cue:
            raise ValueError(f"an attribution lacks content or cue: {passage!r}")
    return joined, gold


def make_document(name: str, text: str, gold: list[Gold], tokenizer: Tokenizer, *, nested_known: bool) -> Document:
    """Encode a text and lay its gold over the words."""
    encoded = encode(text, find_blocks(text), tokenizer)
    words = len(encoded.starts)
    tags = np.zeros((2, words), dtype=np.int32)
    cue_of = np.full((2, words), IGNORE, dtype=np.int32)
    source_of = np.full((2, words), IGNORE, dtype=np.int32)
    if not nested_known:
        tags[1] = IGNORE
    for role in ("content", "source", "cue"):
        for g in gold:
            for part in getattr(g, role):
                _lay(tags[g.layer], encoded, part, role)
    for g in gold:
        cue = _first_word(encoded, g.cue)
        if cue is None:
            continue
        for part in g.content:
            start = _first_word(encoded, [part])
            if start is not None:
                cue_of[g.layer, start] = cue
        source = _first_word(encoded, g.source)
        source_of[g.layer, cue] = NONE if source is None else source
    return Document(name, text, encoded, gold, tags, cue_of, source_of)


def word_range(encoded: Encoded, part: tuple[int, int]) -> tuple[int, int]:
    """Half-open range of the words with at least half of their characters in the part."""
    middle = (encoded.starts + encoded.ends) / 2
    low = int(np.searchsorted(middle, part[0], side="left"))
    high = int(np.searchsorted(middle, part[1], side="left"))
    return low, high


def _lay(tags: NDArray[np.int32], encoded: Encoded, part: tuple[int, int], role: str) -> None:
    low, high = word_range(encoded, part)
    if high <= low:
        return
    base = 1 + 4 * ROLES.index(role)
    if high - low == 1:
        tags[low] = base + 3
        return
    tags[low + 1 : high - 1] = base + 1
    tags[low] = base
    tags[high - 1] = base + 2


def _first_word(encoded: Encoded, parts: Parts) -> int | None:
    for part in parts:
        low, high = word_range(encoded, part)
        if high > low:
            return low
    return None
