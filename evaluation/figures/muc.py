"""Numbers of MUC-3/4 targets: does a figure say how many of the target there are?"""

import re
from dataclasses import dataclass

from onrecord.model import Reading
from onrecord.resources import Resources
from onrecord.stages.figures import find_figures
from onrecord.stages.figures.nouns import singular
from onrecord.testing import make_report

_ID = re.compile(r"^(DEV-MUC3-\d{4})\b.*$", re.MULTILINE)
_SLOT = re.compile(r"^(\d+)\.\s+([A-Z :]+?)(?:\s{2,}(.*))?$")
_NUMBER = re.compile(r"^[?\s]*(~?\d+)\s*:\s*(.*)$")


@dataclass(frozen=True)
class Target:
    """A number over one and the names of what it counts."""

    message: str
    number: int
    names: tuple[str, ...]


def load_messages(folder):
    """Return {id: text}."""
    found = {}
    for path in sorted(folder.glob("dev-muc3-*")):
        text = path.read_text(encoding="latin-1")
        marks = list(_ID.finditer(text))
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            body = text[mark.end() : after.start() if after else len(text)]
            found[mark[1]] = body.strip("\n")
    return found


def load_targets(folder):
    """Return every target whose number is over one; the same number and names once a message."""
    seen = {}
    for path in sorted(folder.glob("key-dev-*")):
        message, slot = "", ""
        for line in path.read_text(encoding="latin-1").splitlines():
            row = _SLOT.match(line)
            slot, value = (row[2].strip(), row[3] or "") if row else (slot, line.strip())
            if slot == "MESSAGE: ID" and value:
                message = value.split()[0]
            if slot in {"HUM TGT: NUMBER", "PHYS TGT: NUMBER"} and (number := _NUMBER.match(value.strip())):
                names = tuple(n for n in re.findall(r'"([^"]*)"', number[2]))
                count = int(number[1].strip("~"))
                if count > 1 and names:
                    seen.setdefault((message, count, names), Target(message, count, names))
    return list(seen.values())


def unwrap(text):
    """Join the lines of a paragraph, as a reader of news would get them; one code point for one."""
    return re.sub(r"(?<!\n)\n(?!\s*\n|   )", " ", text)


def read_messages(backend, folder, ids):
    """Return {id: reading with figures}."""
    texts = load_messages(folder)
    out = {}
    for message in ids:
        report = make_report(unwrap(texts[message]))
        parse = backend.parse_report(report)
        out[message] = Reading(report=report, parse=parse)
    return out


def heads(names):
    """Return the words that may be the head of a target's names."""
    return {singular(w) for name in names for w in re.findall(r"[a-z]+", name.lower())}


def score_muc(readings, targets, verbose=False):
    """Return (share right, share whose value alone is found)."""
    figures = {m: find_figures(r, Resources()).items for m, r in readings.items()}
    right = value = 0
    for target in targets:
        reading = readings[target.message]
        text = reading.report.text
        same = [f for f in figures[target.message] if target.number in (f.low, f.high)]
        named = [
            f
            for f in same
            if f.counted
            and {singular(w) for w in re.findall(r"[a-z]+", f.counted.cut(text).lower())} & heads(target.names)
        ]
        right += bool(named)
        value += bool(same)
        if verbose and not named:
            print(
                target.message,
                target.number,
                target.names[:2],
                [(f.span.cut(text), f.counted and f.counted.cut(text)) for f in same],
            )
    return right / len(targets), value / len(targets)
