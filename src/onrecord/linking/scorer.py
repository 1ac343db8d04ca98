"""A logistic scorer whose weights are data."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import load_lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Weights by feature name.

    References: trained by ``training/linking/train_scorers.py``; the file says on what.
    """

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """Return a probability, 0 to 1; features without a weight do not count."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=8)
def load_scorer(name: str) -> Scorer:
    """Return a scorer by the name of its file in ``lexicon/data/linking``.

    Raises:
        ResourceMissing: There is no such file.
    """
    document = json.loads(load_lexicon().path(f"linking/{name}", ".json").read_text(encoding="utf-8"))
    return Scorer(bias=document["bias"], weights=document["weights"])
