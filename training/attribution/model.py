"""The span reader as PyTorch sees it: a MiniLM encoder, a CRF over tags, and pointers.

Only training needs this file; the package runs the exported ONNX graph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from data import ROLES, TAGS
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.backends.span_reader.encoding import FEATURES

LAYERS = 2
LINKS = ("cue_of", "source_of")
POINTER = 64
BUCKETS = 21
"""Signed word distances -129.. to 129.. in powers of two; see `bucket`."""


@dataclass(frozen=True)
class Shape:
    """What the encoder's own configuration says."""

    vocabulary: int = 30522
    width: int = 384
    depth: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512


class Block(nn.Module):
    """One transformer layer, post-norm, as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states (batch, length, width) to the same; mask is True where attended."""
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        a = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(batch, length, width))
        x = self.norm1(x + functional.dropout(a, self.dropout, self.training))
        b = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(b, self.dropout, self.training))


class SpanReader(nn.Module):
    """Encoder, tag emissions for two layers of nesting, pointer queries and keys."""

    def __init__(self, shape: Shape = Shape(), dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.word = nn.Embedding(shape.vocabulary, shape.width)
        self.position = nn.Embedding(shape.positions, shape.width)
        self.feature = nn.Embedding(FEATURES, shape.width)
        nn.init.zeros_(self.feature.weight)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.blocks = nn.ModuleList(Block(shape, dropout) for _ in range(shape.depth))
        self.emit = nn.Linear(shape.width, LAYERS * len(TAGS))
        self.point = nn.Linear(shape.width, LAYERS * len(LINKS) * 2 * POINTER)
        self.near = nn.Parameter(torch.zeros(LAYERS * len(LINKS), BUCKETS))
        self.crfs = nn.ModuleList(Crf() for _ in range(LAYERS))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Emissions (batch, length, 2 x tags) and pointer vectors for every subword."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(places)[None] + self.feature(features)
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        for block in self.blocks:
            x = block(x, mask)
        return self.emit(x), self.point(functional.dropout(x, self.dropout, self.training))

    def load_encoder(self, folder: Path) -> None:
        """Take the weights of a BERT-shaped safetensors file (for instance a MiniLM)."""
        old = load_file(folder / "model.safetensors")
        with torch.no_grad():
            self.word.weight.copy_(old["embeddings.word_embeddings.weight"])
            token_type = old["embeddings.token_type_embeddings.weight"][0]
            self.position.weight.copy_(old["embeddings.position_embeddings.weight"] + token_type)
            _copy(self.norm, old, "embeddings.LayerNorm")
            for i, block in enumerate(self.blocks):
                at = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    parts = [old[f"{at}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                    getattr(block.qkv, kind).copy_(torch.cat(parts))
                _copy(block.out, old, at + "attention.output.dense")
                _copy(block.norm1, old, at + "attention.output.LayerNorm")
                _copy(block.up, old, at + "intermediate.dense")
                _copy(block.down, old, at + "output.dense")
                _copy(block.norm2, old, at + "output.LayerNorm")


def _copy(module: nn.Module, old: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(module, kind).copy_(old[f"{name}.{kind}"])


def legal() -> tuple[Tensor, Tensor, Tensor]:
    """Which tag may start, follow another, and end (0 or minus infinity, as -1e4)."""
    n = len(TAGS)
    start, step, end = torch.zeros(n), torch.zeros(n, n), torch.zeros(n)
    for i, a in enumerate(TAGS):
        if a[0] in "IE":
            start[i] = -1e4
        if a[0] in "BI":
            end[i] = -1e4
        for j, b in enumerate(TAGS):
            inside = a[0] in "BI"
            goes_on = b[0] in "IE"
            if inside != goes_on or (inside and a[2:] != b[2:]):
                step[i, j] = -1e4
    return start, step, end


class Crf(nn.Module):
    """Linear chain over BIOES tags; windows may begin and end inside a span."""

    def __init__(self) -> None:
        super().__init__()
        _, step, _ = legal()
        self.register_buffer("illegal", step)
        self.step = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def transitions(self) -> Tensor:
        """Scores (from, to), illegal ones hugely negative."""
        return self.step + self.illegal

    def loss(self, emissions: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
        """Mean negative log-likelihood a word of (batch, words, tags) emissions."""
        step = self.transitions()
        words = emissions.shape[1]
        inside = torch.arange(words)[None] < lengths[:, None]
        gold = emissions.gather(2, tags[:, :, None])[:, :, 0]
        score = (gold * inside).sum(1)
        score = score + (step[tags[:, :-1], tags[:, 1:]] * inside[:, 1:]).sum(1)
        alpha = emissions[:, 0]
        for t in range(1, words):
            after = torch.logsumexp(alpha[:, :, None] + step[None], dim=1) + emissions[:, t]
            alpha = torch.where(inside[:, t, None], after, alpha)
        return (torch.logsumexp(alpha, 1) - score).sum() / lengths.sum()


def bucket(distance: Tensor) -> Tensor:
    """Signed distance to one of BUCKETS: 0, then 1, 2, 4, 8 ... 128 and more, each side."""
    size = distance.abs().clamp(min=1)
    power = (torch.log2(size.float()).floor().long() + 1).clamp(max=9)
    power = torch.where(distance == 0, 0, power)
    return 10 + torch.where(distance < 0, -power, power)


def pointer_scores(model: SpanReader, vectors: Tensor, number: int) -> Tensor:
    """Scores (batch, from, to) of link ``number`` (layer x links + link) between all words."""
    q = vectors[..., (2 * number) * POINTER : (2 * number + 1) * POINTER]
    k = vectors[..., (2 * number + 1) * POINTER : (2 * number + 2) * POINTER]
    words = torch.arange(vectors.shape[1])
    near = model.near[number][bucket(words[None, :] - words[:, None])]
    return q @ k.transpose(1, 2) / math.sqrt(POINTER) + near[None]


assert len(TAGS) == 1 + 4 * len(ROLES)
