"""The grammar of a report as plain columns: what rules read, whatever model made it.

Columns share their strings with the model's string table, so a token costs a few pointers and no object.
Only body text is parsed: tokens of residue do not exist here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Columns of equal length, one row a token, in text order.

    Attributes:
        starts, ends: Offsets in code points of the report's text.
        words, lowers, lemmas: The surface form, its lower case, the dictionary form.
        pos, tags: Universal part of speech; Penn Treebank tag.
        deps, heads: CLEAR/ClearNLP dependency label as spaCy gives it; index of the head (itself for a root).
        entity: Name type of the model (``PERSON``, ``GPE`` …) or ``""``.
        entity_begins: Whether the token begins a name.
        sentences: Half-open token ranges, in order, never crossing a paragraph.
        children: Indices of the dependents of each token, in order.
        left_edge, right_edge: First and last token (inclusive) of each token's subtree.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    lowers: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    entity: tuple[str, ...]
    entity_begins: tuple[bool, ...]
    sentences: tuple[tuple[int, int], ...]
    children: tuple[tuple[int, ...], ...]
    left_edge: tuple[int, ...]
    right_edge: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> Span:
        """Return the text span from token ``first`` to token ``last``, both inclusive."""
        return Span(self.starts[first], self.ends[last])

    def subtree(self, token: int) -> range:
        """Return the tokens from the left to the right edge of a token's subtree."""
        return range(self.left_edge[token], self.right_edge[token] + 1)

    def subtree_span(self, token: int) -> Span:
        """Return the text span of a token's whole subtree."""
        return self.span(self.left_edge[token], self.right_edge[token])

    def tokens_in(self, span: Span) -> range:
        """Return the tokens that lie wholly or partly in a text span."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        return range(first, max(first, last))

    def sentence_of(self, token: int) -> int:
        """Return the index of the sentence that holds a token."""
        return bisect_right(self.sentences, (token, len(self.starts) + 1)) - 1

    def sentence_span(self, index: int) -> Span:
        """Return the text span of a sentence."""
        first, end = self.sentences[index]
        return self.span(first, end - 1)

    def sentence_at(self, offset: int) -> int | None:
        """Return the index of the sentence around a code-point offset, or None outside all sentences."""
        token = bisect_right(self.starts, offset) - 1
        if token < 0:
            return None
        index = self.sentence_of(token)
        return index if offset < self.sentence_span(index).end else None

    def child(self, token: int, *labels: str) -> int | None:
        """Return the first dependent with one of the dependency labels, or None."""
        for kid in self.children[token]:
            if self.deps[kid] in labels:
                return kid
        return None

    def ancestors(self, token: int) -> Iterator[int]:
        """Yield the head, its head and so on up to the root of the sentence."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def names(self) -> Iterator[tuple[int, int, str]]:
        """Yield every name as (first token, token after the last, type)."""
        start = None
        for i, label in enumerate(self.entity):
            if start is not None and (not label or self.entity_begins[i]):
                yield start, i, self.entity[start]
                start = None
            if label and start is None:
                start = i
        if start is not None:
            yield start, len(self.entity), self.entity[start]


def make_parse(
    *,
    starts: list[int],
    ends: list[int],
    words: list[str],
    lemmas: list[str],
    pos: list[str],
    tags: list[str],
    deps: list[str],
    heads: list[int],
    entity: list[str],
    entity_begins: list[bool],
    sentences: list[tuple[int, int]],
) -> Parse:
    """Make a parse from its independent columns; children and edges are worked out here.

    Cost: linear in the tokens.
    """
    size = len(starts)
    kids: list[list[int]] = [[] for _ in range(size)]
    for i, head in enumerate(heads):
        if head != i:
            kids[head].append(i)
    left, right = list(range(size)), list(range(size))
    for first, end in sentences:
        _grow_edges(heads, left, right, first, end)
    return Parse(
        starts=tuple(starts),
        ends=tuple(ends),
        words=tuple(words),
        lowers=tuple(map(str.lower, words)),
        lemmas=tuple(lemmas),
        pos=tuple(pos),
        tags=tuple(tags),
        deps=tuple(deps),
        heads=tuple(heads),
        entity=tuple(entity),
        entity_begins=tuple(entity_begins),
        sentences=tuple(sentences),
        children=tuple(map(tuple, kids)),
        left_edge=tuple(left),
        right_edge=tuple(right),
    )


def _grow_edges(heads: list[int], left: list[int], right: list[int], first: int, end: int) -> None:
    """Spread subtree edges upwards, deepest tokens first, in one sentence."""
    depth: dict[int, int] = {}
    for i in range(first, end):
        chain, j = [], i
        while j not in depth and heads[j] != j:
            chain.append(j)
            j = heads[j]
        base = depth.setdefault(j, 0)
        for step, k in enumerate(reversed(chain), 1):
            depth[k] = base + step
    for i in sorted(range(first, end), key=depth.__getitem__, reverse=True):
        head = heads[i]
        left[head] = min(left[head], left[i])
        right[head] = max(right[head], right[i])
