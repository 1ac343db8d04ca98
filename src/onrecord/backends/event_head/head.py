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
        passes: dict[tuple[str, int], tuple[list[tuple[int, int]], _Floats, _Floats]] = {}
        out = []
        for raw, start, end in sentences:
            text = _LONE.sub("\ufffd", raw)  # one for one, so offsets hold
            key = (text, self._window(text, start))
            if key not in passes:
                passes[key] = self._run(*key)
            out.append(self._view(*passes[key], start, end))
        return out

    def _window(self, text: str, start: int) -> int:
        """Return the first subword to read: 0 unless the sentence is too long."""
        if len(text) <= LONGEST:  # no subword is shorter than a code point
            return 0
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        if len(offsets) <= LONGEST:
            return 0
        at = sum(1 for _, b in offsets if b <= start)
        return max(0, min(at - LONGEST // 2, len(offsets) - LONGEST))

    def _run(self, text: str, first: int) -> tuple[list[tuple[int, int]], _Floats, _Floats]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = [_CLS, *encoding.ids[first : first + LONGEST], _SEP]
        offsets = [(0, 0), *encoding.offsets[first : first + LONGEST], (0, 0)]
        sentence, trigger = self._session.run(None, {"ids": np.array(ids, dtype=np.int64)})
        return offsets, sentence.mean(axis=0), trigger

    def _view(
        self, offsets: Sequence[tuple[int, int]], whole: _Floats, trigger: _Floats, start: int, end: int
    ) -> dict[str, float]:
        rows = [i for i, (a, b) in enumerate(offsets) if a < end and b > start and b > a]
        logits = whole + trigger[rows or [0]].mean(axis=0)
        power = np.exp(logits - logits.max())
        shares = power / power.sum()
        return {label: round(float(p), 4) for label, p in zip(self.labels, shares, strict=True)}


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
