"""A logistic scorer whose weights are data."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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

    def score_all(self, columns: Mapping[str, NDArray[np.float64]], count: int) -> list[float]:
        """Return the probability of each of so many rows, features given as columns.

        A row gets the same number whatever rows stand beside it: each step is one on 64-bit floats.
        """
        total = np.full(count, self.bias)
        for name, values in columns.items():
            if name in self.weights:
                total += self.weights[name] * values
        return [1.0 / (1.0 + math.exp(-x)) for x in np.clip(total, -30.0, 30.0).tolist()]


@lru_cache(maxsize=8)
def load_scorer(name: str) -> Scorer:
    """Return a scorer by the name of its file in ``lexicon/data/linking``.

    Raises:
        ResourceMissing: There is no such file.
    """
    document = json.loads(load_lexicon().path(f"linking/{name}", ".json").read_text(encoding="utf-8"))
    return Scorer(bias=document["bias"], weights=document["weights"])
