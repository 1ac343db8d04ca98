"""Propose nested attributions where people marked none: PolNeAR marks only the outer one.

A first model reads every gold content of three words or more as a text of its own; what it finds
there with confidence becomes the second layer of the article. The final model learns both layers
in one pass, so nesting costs nothing at reading time.

    python training/attribution/nested.py --weights /tmp/first/model.pt --encoder FOLDER \
        --polnear ../shared/data/polnear/train --out /tmp/nested.npz
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from data import IGNORE, NONE, TAGS, Document, make_document, read_polnear, word_range  # noqa: E402
from model import SpanReader  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from onrecord.backends.span_reader.decode import Heads, WordSpan, best_tags, link_spans, spans_of  # noqa: E402
from onrecord.backends.span_reader.encoding import Encoded, encode  # noqa: E402
from onrecord.backends.span_reader.windows import run_windows  # noqa: E402
from onrecord.model import Span  # noqa: E402

SURE_SPAN, SURE_LINK = 0.35, 0.7
_LEAD = re.compile(r"[\s\"“”']*(?:that\s+)?", re.IGNORECASE)
SOURCE, CUE, CONTENT = range(3)


class Proposer:
    """A first model, ready to read stretches of a text as texts of their own."""

    def __init__(self, weights: Path, encoder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.model = SpanReader()
        self.model.load_state_dict(torch.load(weights))
        self.model.eval()
        steps = np.stack([c.transitions().detach().numpy() for c in self.model.crfs])
        self.heads = Heads(steps=steps, near=self.model.near.detach().numpy(), width=64)

    def run(self, ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """One window."""
        with torch.inference_mode():
            emissions, vectors = self.model(torch.from_numpy(ids)[None], torch.from_numpy(features)[None])
        return emissions[0].numpy(), vectors[0].numpy()

    def read(self, text: str, start: int, end: int) -> list[dict[int, list[tuple[int, int]]]]:
        """Attributions inside a stretch: for each, role -> character spans."""
        lead = _LEAD.match(text, start, end)
        base = lead.end() if lead else start
        sentence = text[base:end].rstrip("\"”' .,") + "."
        encoded = encode(sentence, [Span(0, len(sentence))], self.tokenizer)
        if len(encoded.first) < 4:
            return []
        emissions, vectors = run_windows(encoded, self.run)
        emissions = emissions[:, : len(TAGS)]
        spans = spans_of(best_tags(emissions[None], self.heads.steps[:1])[0], emissions)
        best: dict[int, tuple[int, float]] = {}
        for tail, head, chance in link_spans(spans, vectors, self.heads, 0):
            if chance > best.get(tail, (-1, 0.0))[1]:
                best[tail] = (head, chance)
        out: dict[int, dict[int, list[tuple[int, int]]]] = {}
        for row, span in enumerate(spans):
            head, chance = best.get(row, (-1, 0.0))
            if span.role == CONTENT and head >= 0 and chance > SURE_LINK and span.certainty > SURE_SPAN:
                at = out.setdefault(head, {CUE: [_chars(encoded, spans[head], base)], CONTENT: []})
                at[CONTENT].append(_chars(encoded, span, base))
                source, sure = best.get(head, (-1, 0.0))
                if source >= 0 and sure > SURE_LINK:
                    at[SOURCE] = [_chars(encoded, spans[source], base)]
        return list(out.values())


def _chars(encoded: Encoded, span: WordSpan, base: int) -> tuple[int, int]:
    return base + int(encoded.starts[span.first]), base + int(encoded.ends[span.last])


def lay_nested(document: Document, proposer: Proposer) -> int:
    """Write the second layer of a document; how many attributions it got."""
    document.tags[1] = 0
    count = 0
    for gold in document.gold:
        for start, end in gold.content:
            for found in proposer.read(document.text, start, end):
                count += 1
                first = {}
                for role, parts in found.items():
                    for part in parts:
                        low, high = word_range(document.encoded, part)
                        _lay(document.tags[1], low, high, role)
                        first.setdefault(role, low)
                for part in found[CONTENT]:
                    document.cue_of[1, word_range(document.encoded, part)[0]] = first[CUE]
                document.source_of[1, first[CUE]] = first.get(SOURCE, NONE)
    return count


def _lay(tags: np.ndarray, low: int, high: int, role: int) -> None:
    base = 1 + 4 * role
    if high - low == 1:
        tags[low] = base + 3
    elif high > low:
        tags[low + 1 : high - 1] = base + 1
        tags[low], tags[high - 1] = base, base + 2


def main() -> None:
    """Propose for every article."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    proposer = Proposer(args.weights, args.encoder)
    arrays, total = {}, 0
    for name, text, gold in read_polnear(args.polnear):
        document = make_document(name, text, gold, proposer.tokenizer, nested_known=False)
        total += lay_nested(document, proposer)
        arrays[f"{name}/tags"] = document.tags[1].astype(np.int8)
        arrays[f"{name}/cue_of"] = document.cue_of[1]
        arrays[f"{name}/source_of"] = document.source_of[1]
    np.savez_compressed(args.out, **arrays)
    print(f"{total} nested attributions proposed")
    assert IGNORE < NONE


if __name__ == "__main__":
    main()
