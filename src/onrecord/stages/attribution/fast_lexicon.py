"""The cues of the fast reader: which words attribute, in which frames, and how strongly."""

from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a cue word does.

    Attributes:
        strength: Class of the word: ``said``, ``claimed``, ``denied``, ``admitted``, ``believed`` …
        frames: The forms its content may take: ``quote``, ``clause``, ``inf``, ``ger``, ``np``, ``as``,
            or a preposition.
    """

    strength: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """All cue words by part of speech, each under its dictionary form."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    adjectives: dict[str, Cue]
    adverbs: frozenset[str]
    records: frozenset[str]
    carriers: frozenset[str]


@lru_cache(maxsize=4)
def load_cues(lexicon: Lexicon) -> Cues:
    """Return the cue words of a lexicon.

    Raises:
        ResourceMissing: A list is not there.
    """
    return Cues(
        verbs=_table(lexicon, "attribution/verbs"),
        nouns=_table(lexicon, "attribution/nouns"),
        adjectives=_table(lexicon, "attribution/adjectives"),
        adverbs=lexicon.words("attribution/adverbs"),
        records=lexicon.words("attribution/records"),
        carriers=lexicon.words("attribution/carriers"),
    )


def _table(lexicon: Lexicon, name: str) -> dict[str, Cue]:
    """Read ``strength -> frames -> words`` into one row a word; frames of a repeated word add up."""
    table: dict[str, Cue] = {}
    for strength, groups in lexicon.entries(name).items():
        for frames, words in groups.items():
            for word in words:
                known = table.get(word)
                wanted = frozenset(str(frames).split())
                table[word] = Cue(
                    strength=known.strength if known else strength,
                    frames=wanted | known.frames if known else wanted,
                )
    return table
