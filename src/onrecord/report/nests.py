"""Lays out figures that are parts of each other: each whole with its parts inside, as long as they are large."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.model import Verdict
from onrecord.model.decisions import Line
from onrecord.report.words import bounds

WIDTH = 820
ROW = 27
DEEPEST = 5
"""Parts of parts of parts: deeper ones are left to the list of verdicts."""

LETTERS = 74
"""Letters of a label that fit beside a bar."""

Compared = Sequence[tuple[Verdict, Sequence[Line]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One figure: a bar as long as its share of the whole, and its words."""

    y: int
    depth: int
    width: float
    inside: bool
    label: str
    title: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Nest:
    """One whole and its parts: the drawing and its words for who does not see it."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    words: str


def draw_nests(compared: Compared, counted: Callable[[Line], str]) -> tuple[Nest, ...]:
    """Lay out every whole with its parts.

    Args:
        compared: Verdicts with their lines; ``part-of`` gives (part, whole), ``agree`` joins equal figures.
        counted: Gives the words for what a figure counts.
    """
    group = _join(compared, counted)
    lines: dict[str, Line] = {}
    parts: dict[str, dict[str, None]] = defaultdict(dict)
    inner: set[str] = set()
    for verdict, found in compared:
        if verdict.verdict != "part-of" or len(found) != 2 or any(_size(li) is None for li in found):
            continue
        part, whole = (group(li.id) for li in found)
        if part != whole and (_size(found[0]) or 0) <= (_size(found[1]) or 0):
            lines.setdefault(part, found[0])
            lines.setdefault(whole, found[1])
            parts[whole][part] = None
            inner.add(part)
    roots = sorted((w for w in parts if w not in inner), key=lambda w: (-(_size(lines[w]) or 0), w))
    return tuple(_nest(root, lines, parts, counted) for root in roots)


def _size(line: Line) -> float | None:
    value = line.item.get("high") if line.item.get("low") is None else line.item.get("low")
    return float(value) if value is not None and float(value) > 0 else None


def _join(compared: Compared, counted: Callable[[Line], str]) -> Callable[[str], str]:
    """Return a function from a figure to the one that stands for all that agree with it, or say the very same."""
    parent: dict[str, str] = {}
    said: dict[tuple[str, ...], str] = {}
    for line in (li for _, found in compared for li in found):
        key = (_value(line), counted(line).casefold(), *line.said_by)
        parent[line.id] = said.setdefault(key, line.id)

    def find(line: str) -> str:
        while parent.get(line, line) != line:
            line = parent[line]
        return line

    for verdict, found in compared:
        if verdict.verdict == "agree" and len(found) == 2:
            one, other = sorted(find(li.id) for li in found)
            parent[other] = one
    return find


def _nest(root: str, lines: dict[str, Line], parts: dict[str, dict[str, None]], counted: Callable[[Line], str]) -> Nest:
    whole = _size(lines[root]) or 1.0
    bars: list[Bar] = []
    seen: set[str] = set()

    def lay(name: str, depth: int) -> None:
        seen.add(name)
        line = lines[name]
        share = min(1.0, (_size(line) or 0) / whole)
        words = f"{_value(line)} {counted(line)}".strip()
        by = f" · {line.said_by[0]}" if line.said_by else ""
        width = round(max(4.0, share * (WIDTH - 2)), 1)
        label = words + by if len(words + by) <= LETTERS else (words + by)[: LETTERS - 1] + "…"
        inside = width > len(label) * 7 + 16 + depth * 14
        bars.append(
            Bar(
                y=len(bars) * ROW + 2,
                depth=depth,
                width=width,
                inside=inside,
                label=label,
                title=line.sentence,
                line=line,
            )
        )
        if depth < DEEPEST:
            for part in sorted(parts.get(name, {}), key=lambda p: (-(_size(lines[p]) or 0), p)):
                if part not in seen:
                    lay(part, depth + 1)

    lay(root, 0)
    words = "; ".join(f"{b.label}, part of the one before" if b.depth else b.label for b in bars)
    return Nest(width=WIDTH, height=len(bars) * ROW + 2, bars=tuple(bars), words=words)


def _value(line: Line) -> str:
    about = "about " if line.item.get("approximate") else ""
    unit = line.item.get("unit")
    shown = bounds(line.item.get("low"), line.item.get("high"))
    return about + shown + (f" {unit}" if unit and unit != "count" else "")
