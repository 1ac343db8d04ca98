"""Words as linking sees them: no parse is needed, so a stored reading gives what a fresh one gives."""

import re
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from onrecord.lexicon import Lexicon, load_lexicon

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_CLITIC = re.compile(r"['’](?:s|d|m|ll|re|ve)?$")
SHINGLE = 5
"""Words in a shingle of the copy detector; containment of 5-shingles finds shortened copies."""


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation and possessive endings.

    Example:
        >>> split_words("Abe’s 1,200 well-known aides")
        ['abe', '1200', 'well', 'known', 'aides']
    """
    out = []
    for word in _WORD.findall(text.casefold()):
        if word[0].isdigit():
            out.append(word.replace(",", ""))
        elif bare := _CLITIC.sub("", word):
            out.append(bare)
    return out


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=4)
def _irregular(lexicon: Lexicon) -> dict[str, str]:
    """Return inflected form -> base form for words that no suffix rule reaches."""
    table = lexicon.entries("linking/irregular")
    return {form: base for base, forms in table.items() for form in forms.split()}


@lru_cache(maxsize=4)
def _stopwords(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.entries("linking/stopwords").split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word: irregular forms by table, the others by suffix.

    References: the Snowball English stemmer (Porter 2).

    Example:
        >>> stem("met"), stem("admitted"), stem("abductions")
        ('meet', 'admit', 'abduct')
    """
    base = _irregular(load_lexicon()).get(word, word)
    return str(_stemmer().stemWord(base))


def is_participle(word: str) -> bool:
    """Tell a word that follows a noun as its participle: destroyed, missing, hurt.

    Example:
        >>> is_participle("killed"), is_participle("lost"), is_participle("miners")
        (True, True, False)
    """
    irregular = _irregular(load_lexicon()).get(word)
    return (
        word.endswith(("ed", "ing"))
        or word in {"hurt", "cut", "hit", "shut"}
        or (irregular is not None and not word.endswith(("s", "men", "ren", "ple", "feet")))
    )


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry content, in text order, with repeats."""
    stop = _stopwords(load_lexicon())
    return [stem(w) for w in split_words(text) if w not in stop and (len(w) > 1 or w.isdigit())]


@lru_cache(maxsize=200_000)
def hash_word(word: str) -> int:
    """Return a 32-bit hash of a word, the same on every machine."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def pack(hashes: Iterable[int]) -> bytes:
    """Pack distinct 32-bit hashes, sorted, into bytes: the compact form that a summary keeps."""
    return array("I", sorted(set(hashes))).tobytes()


def unpack(packed: bytes) -> frozenset[int]:
    """Return the hashes of a packed set."""
    return frozenset(memoryview(packed).cast("I"))


def pack_words(words: Iterable[str]) -> bytes:
    """Pack the hashes of words."""
    return pack(map(hash_word, words))


def shingles(words: Sequence[str], size: int = SHINGLE) -> list[int]:
    """Return the 32-bit hash of every run of ``size`` words.

    Example:
        >>> len(shingles("a b c d e f".split()))
        2
    """
    return [
        zlib.crc32(" ".join(words[i : i + size]).encode("utf-8", "surrogatepass")) for i in range(len(words) - size + 1)
    ]
