"""The word lists that the structure of quotations needs."""

from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Word lists under the names of their files."""

    media: frozenset[str]
    occasions: frozenset[str]
    documents: frozenset[str]
    telling: frozenset[str]
    speaking: frozenset[str]
    outlets: frozenset[str]
    where: frozenset[str]
    when: frozenset[str]


@lru_cache(maxsize=4)
def load_words(lexicon: Lexicon) -> Words:
    """Return the lists of a lexicon.

    Raises:
        ResourceMissing: A list is not there.
    """
    prepositions = lexicon.entries("attribution/prepositions")
    return Words(
        media=lexicon.words("attribution/media"),
        occasions=lexicon.words("attribution/occasions"),
        documents=lexicon.words("attribution/documents"),
        telling=lexicon.words("attribution/telling"),
        speaking=lexicon.words("attribution/speaking"),
        outlets=lexicon.words("attribution/outlets"),
        where=frozenset(prepositions["where"]),
        when=frozenset(prepositions["when"]),
    )
