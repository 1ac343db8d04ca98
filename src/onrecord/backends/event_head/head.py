"""The event head: ONNX Runtime over the shipped weights, one sentence at a time.

References: MiniLM (Wang et al. 2020); trained by ``training/events`` on PLOVER root types.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.backends.weights import load_pinned, open_session, open_tokenizer

WEIGHTS = Path(__file__).parent / "weights"
LONGEST = 192
"""Subwords of a sentence that are read; of a longer one, those around the trigger."""

_LONE = re.compile("[\ud800-\udfff]")
_Floats = NDArray[np.float32]
_Ints = NDArray[np.int64]
_CLS, _SEP = 101, 102


@dataclass(frozen=True, eq=False)
class EventHead:
    """A loaded event head; it is an :class:`onrecord.resources.EventTyper`.

    Attributes:
        name, version: Of the weights, for ``made_by``.
        labels: The types it knows, in the order of its output; ``YIELD`` is CONCEDE or RETREAT.
    """

    name: str
    version: str
    labels: tuple[str, ...]
    _session: Any = field(repr=False)
    _tokenizer: Any = field(repr=False)

    def type_triggers(self, sentences: Sequence[tuple[str, int, int]]) -> list[dict[str, float]]:
        """Return a probability for each label at each trigger.

        A sentence is read once for all its triggers and never beside another one, so that neither batch
        nor order changes a result.

        Args:
            sentences: Sentence, start and end of the trigger in it as code points.

        Cost: one encoder pass a distinct sentence, about 5 ms for forty words on one core.

        Example:
            >>> head = load_event_head()
            >>> [views] = head.type_triggers([("Rebels attacked the convoy.", 7, 15)])
            >>> max(views, key=views.get)
            'ASSAULT'
        """
        texts: dict[str, _Subwords] = {}
        passes: dict[tuple[str, int], _Pass] = {}
        out = []
        for raw, start, end in sentences:
            text = _LONE.sub("\ufffd", raw)  # one for one, so offsets hold
            if text not in texts:
                texts[text] = self._encode(text)
            subwords = texts[text]
            first = _first(subwords, start)
            if (text, first) not in passes:
                passes[text, first] = self._run(subwords, first)
            out.append(self._view(passes[text, first], start, end))
        return out

    def _encode(self, text: str) -> "_Subwords":
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        begins, ends = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2).T
        return _Subwords(ids=encoding.ids, begins=begins, ends=ends)

    def _run(self, subwords: "_Subwords", first: int) -> "_Pass":
        read = slice(first, first + LONGEST)
        ids = np.array([_CLS, *subwords.ids[read], _SEP], dtype=np.int64)
        sentence, trigger = self._session.run(None, {"ids": ids})
        begins, ends = subwords.begins[read], subwords.ends[read]
        return _Pass(begins=begins, ends=ends, whole=sentence.mean(axis=0), trigger=trigger)

    def _view(self, seen: "_Pass", start: int, end: int) -> dict[str, float]:
        rows = 1 + np.flatnonzero((seen.begins < end) & (seen.ends > start) & (seen.ends > seen.begins))
        logits = seen.whole + seen.trigger[rows if len(rows) else [0]].mean(axis=0)
        power = np.exp(logits - logits.max())
        shares = (power / power.sum()).tolist()
        return {label: round(p, 4) for label, p in zip(self.labels, shares, strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subwords:
    """A sentence in subwords, with the code points where each begins and ends."""

    ids: list[int]
    begins: _Ints
    ends: _Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    """What one pass says: of the whole and of each subword, after a row for the mark before them."""

    begins: _Ints
    ends: _Ints
    whole: _Floats
    trigger: _Floats


def _first(subwords: _Subwords, start: int) -> int:
    """Return the first subword to read: 0 unless the sentence is too long."""
    most = len(subwords.ids) - LONGEST
    if most <= 0:
        return 0
    at = int((subwords.ends <= start).sum())
    return max(0, min(at - LONGEST // 2, most))


def load_event_head(folder: Path | None = None) -> EventHead:
    """Load the shipped weights, or others from a folder made by ``training/events/export.py``.

    Args:
        folder: Folder with the graph, the tokenizer and ``pins.json``; None for ours.

    Raises:
        ResourceMissing: A file is not there; the message says which.
        ResourceDamaged: A file has another hash than ``pins.json`` says.
    """
    pins, data = load_pinned(folder or WEIGHTS, "event head")
    return EventHead(
        name="event-head",
        version=pins["version"],
        labels=tuple(pins["labels"]),
        _session=open_session(data["event_head.onnx"]),
        _tokenizer=open_tokenizer(data["tokenizer.json"]),
    )
