"""Logistic regression with NumPy and SciPy, so that no further library is needed."""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

DATA = Path(__file__).parents[2] / "src/onrecord/lexicon/data/linking"


def fit(
    rows: list[dict[str, float]], truth: list[bool], weight=None, l2: float = 1.0
) -> tuple[float, dict[str, float]]:
    """Return bias and weights by feature name."""
    names = sorted({name for row in rows for name in row})
    x = np.array([[*(row.get(n, 0.0) for n in names), 1.0] for row in rows])
    y = np.array(truth, dtype=float)
    w = np.ones(len(y)) if weight is None else np.array(weight)

    def loss(b):
        z = x @ b
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        ridge = l2 * np.r_[b[:-1], 0]
        return (w * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * ridge @ b, x.T @ (w * (p - y)) + ridge

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return round(float(found[-1]), 3), {n: round(float(b), 3) for n, b in zip(names, found[:-1], strict=True)}


def save(name: str, made_by: str, bias: float, weights: dict[str, float]) -> None:
    document = {"made_by": made_by, "bias": bias, "weights": weights}
    (DATA / f"{name}.json").write_text(json.dumps(document, indent=2, sort_keys=True) + "\n", encoding="utf-8")
