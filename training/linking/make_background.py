"""Weigh stems by general English word frequency, in hashed buckets: no report of any set is read.

``PYTHONPATH=. python training/linking/make_background.py [DICTIONARY]`` writes ``lexicon/data/linking/background.json``.
The dictionary is the unigram list in the package symspellpy, which only this script needs (``pip install symspellpy``).

A stem's share of running words gives how many of ``REPORTS`` reports of ``LENGTH`` words are expected to have it;
the weight is that number's inverse document frequency, as a byte. Stems expected in fewer than one report, and names,
which the list has few of, keep the full weight. A bucket keeps the weight of its commonest stem.
"""

import base64
import json
import math
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from onrecord.linking.words import content_stems, hash_word

BUCKETS = 1 << 15
REPORTS = 3000
LENGTH = 400
NAME = "frequency_dictionary_en_82_765.txt"
OUT = Path(__file__).parents[2] / "src/onrecord/lexicon/data/linking/background.json"
SOURCE = (
    "Weights computed from the word counts of frequency_dictionary_en_82_765.txt in symspellpy 6.10.1 "
    "(https://pypi.org/project/symspellpy), which its author made from Google Books Ngram data "
    "(https://books.google.com/ngrams) and SCOWL (http://wordlist.aspell.net). Changed: stemmed, summed, hashed, "
    "turned into a level 0-255."
)
LICENCE = (
    "symspellpy: MIT, Copyright (c) 2025 mmb L, (c) 2021 Wolf Garbe. Google Books Ngram data: CC BY 3.0 "
    "(https://creativecommons.org/licenses/by/3.0/). SCOWL: Copyright 2000-2018 by Kevin Atkinson, permission to use, "
    "copy, modify, distribute and sell granted without fee, as is, without warranty."
)


def stem_shares(path: Path) -> dict[str, float]:
    """Return content stem -> its share of the running words of the list."""
    counts: dict[str, int] = {}
    total = 0
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        word, number = line.split()
        total += int(number)
        for stem in content_stems(word):
            counts[stem] = counts.get(stem, 0) + int(number)
    return {stem: count / total for stem, count in counts.items()}


def make_levels(shares: dict[str, float], *, reports: int = REPORTS, length: int = LENGTH) -> bytes:
    """Return the weight of each bucket, 255 for the rarest."""
    levels = np.full(BUCKETS, 255, dtype=np.uint8)
    for stem, share in shares.items():
        expected = reports * -math.expm1(-share * length)
        weight = math.log((reports + 1) / (max(1.0, expected) + 1)) / math.log((reports + 1) / 2)
        bucket = hash_word(stem) % BUCKETS
        levels[bucket] = min(int(levels[bucket]), round(255 * weight))
    return levels.tobytes()


def find_dictionary() -> Path:
    """Return the list's path in the installed package.

    Raises:
        SystemExit: symspellpy is not installed.
    """
    found = find_spec("symspellpy")
    if found is None or found.origin is None:
        sys.exit("pip install symspellpy, or name its frequency dictionary")
    return Path(found.origin).with_name(NAME)


def main(path: Path) -> None:
    shares = stem_shares(path)
    levels = make_levels(shares)
    document = {"source": SOURCE, "licence": LICENCE, "made_by": "training/linking/make_background.py",
                "buckets": BUCKETS, "levels": base64.b64encode(levels).decode()}  # fmt: skip
    OUT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"{len(shares)} stems, {sum(level < 255 for level in levels)} buckets below full weight")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else find_dictionary())
