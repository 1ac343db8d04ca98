"""Residue on texts of our own writing: recall of both grades, body marked by mistake."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from onrecord.intake import IntakeOptions, read_report
from onrecord.model import Grade

FILE = Path(__file__).with_name("scraped.yaml")


@dataclass
class Score:
    """Counts over all texts; ``missed`` and ``wrong`` are lines."""

    furniture: int = 0
    found: int = 0
    hard: int = 0
    body: int = 0
    body_residue: list[str] = field(default_factory=list)
    body_suspect: list[str] = field(default_factory=list)
    neutral_residue: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.furniture

    @property
    def suspect_share(self) -> float:
        return len(self.body_suspect) / self.body


def compose() -> list[list[str]]:
    """Return every text as tagged lines."""
    data = yaml.safe_load(FILE.read_text("utf-8"))
    texts = []
    for text in data["texts"]:
        body = data["bodies"][text["body"]].strip().splitlines()
        texts.append([*text["head"], body[0], text["mid"], *body[1:], *text["tail"]])
    return texts


def score() -> Score:
    """Score intake on all texts."""
    total, options = Score(), IntakeOptions(isolate=False)
    for tagged in compose():
        plain = [line[2:] if line[:2] in {"~ ", "= "} else line for line in tagged]
        (report,) = read_report("\n\n".join(plain).encode(), "a.txt", options)
        grades = {}
        for residue in report.residue:
            grades[residue.span.start] = residue.grade
        place = 0
        for tag, line in zip(tagged, plain, strict=True):
            _count(total, tag, line, grades.get(place))
            place += len(line) + 2
    return total


def _count(total: Score, tag: str, line: str, grade: Grade | None) -> None:
    if tag.startswith("~ "):
        total.furniture += 1
        total.found += grade is not None
        total.hard += grade is Grade.RESIDUE
        if grade is None:
            total.missed.append(line)
    elif tag.startswith("= "):
        if grade is Grade.RESIDUE:
            total.neutral_residue.append(line)
    else:
        total.body += 1
        if grade is Grade.RESIDUE:
            total.body_residue.append(line)
        elif grade is Grade.SUSPECT:
            total.body_suspect.append(line)
