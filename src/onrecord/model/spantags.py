"""What the trained span reader saw in one report: spans with their roles, and links between them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROLES = ("source", "cue", "content")
"""Role names by number, as in :attr:`SpanTags.role`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpanTags:
    """Spans and links of one report as columns: small, picklable, free of any model.

    The first layer holds the attributions of the text; the second those inside a content of the
    first ("Ana said *that Bo knew it*").

    Attributes:
        start, end: Offsets of each span in code points of the report's text, in text order.
        role: Number of the role in `ROLES`.
        layer: 0, or 1 for a span of a nested attribution.
        certainty: How sure the reader is of the role over the whole span, 0 to 1.
        edges: How sure it is of the first and the last word, 0 to 1.
        tail, head: Row numbers of two linked spans: a content and its cue, or a cue and its source;
            ``head`` is -1 for "this cue has no source". Candidates, several for one tail.
        probability: Of each link among the candidates of its tail, 0 to 1.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    role: NDArray[np.uint8]
    layer: NDArray[np.uint8]
    certainty: NDArray[np.float32]
    edges: NDArray[np.float32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    probability: NDArray[np.float32]

    def __post_init__(self) -> None:
        for name in self.__slots__:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.start)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SpanTags):
            return NotImplemented
        return all(np.array_equal(getattr(self, n), getattr(other, n)) for n in self.__slots__)

    __hash__ = None  # type: ignore[assignment]
