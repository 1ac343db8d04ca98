"""Count in how many news reports a stem stands, and keep the counts in hashed buckets: no word, no text.

``python training/linking/make_background.py ../shared`` writes ``lexicon/data/linking/background.json``.
Each stem's hash falls into one of 2^15 buckets; a bucket keeps the weight of its commonest stem as a byte.
"""

import base64
import csv
import json
import math
import re
import sys
from pathlib import Path

import numpy as np

from onrecord.linking.words import content_stems, hash_word

BUCKETS = 1 << 15
OUT = Path(__file__).parents[2] / "src/onrecord/lexicon/data/linking/background.json"


def texts(shared: Path):
    data = shared / "data"
    for path in sorted((data / "polnear/train").rglob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted((data / "timex").rglob("*.tml")):
        yield re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8", errors="replace"))
    docs: dict[str, list[str]] = {}
    for line in (data / "ecbplus/ECB_Train_corpus.txt").read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) > 3:
            docs.setdefault(parts[0], []).append(parts[3])
    yield from (" ".join(words) for _, words in sorted(docs.items()))
    for path in sorted((data / "timelines/t17").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            csv.field_size_limit(10**8)
            yield from (row["text"] for i, row in enumerate(csv.DictReader(file)) if i % 4 == 0)


def main(shared: Path) -> None:
    counts = np.zeros(BUCKETS, dtype=np.int64)
    total = 0
    for text in texts(shared):
        total += 1
        buckets = {hash_word(s) % BUCKETS for s in content_stems(text)}
        counts[list(buckets)] += 1
    weights = np.log((total + 1) / (counts + 1)) / math.log(total + 1)
    levels = np.round(weights * 255).astype(np.uint8)
    document = {"made_by": "training/linking/make_background.py", "reports": total, "buckets": BUCKETS,
                "levels": base64.b64encode(levels.tobytes()).decode()}  # fmt: skip
    OUT.write_text(json.dumps(document, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{total} reports, {int((counts > 0).sum())} buckets in use")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
