"""The cues of the fast reader: which words attribute, in which frames, and how strongly."""

from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a cue word does.

    Attributes:
        frames: The forms that its content may take (``quote``, ``clause``, ``inf``, ``ger``, ``np``, ``as``,
            ``obj+inf``, ``bare``, ``passive`` or a preposition), each with the class of the word in it:
            ``said``, ``claimed``, ``denied``, ``admitted``, ``believed`` …
    """

    frames: dict[str, str]

    @property
    def strength(self) -> str:
        """The class of the word where its frame is not known: that of its weightiest frame."""
        return next((self.frames[f] for f in _WEIGHTY if f in self.frames), *list(self.frames.values())[:1])

    def strength_in(self, frame: str) -> str:
        """Return the class of the word in a frame."""
        return self.frames.get(frame, self.strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """All cue words by part of speech, each under its dictionary form."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    adjectives: dict[str, Cue]
    adverbs: frozenset[str]
    records: frozenset[str]
    carriers: frozenset[str]

    def verb(self, parse: Parse, token: int) -> Cue | None:
        """Return what a verb does as a cue; its surface helps where its dictionary form is wrong (hop)."""
        found = self.verbs.get(parse.lemmas[token].lower())
        if found is None and parse.lowers[token].endswith(("s", "d")):
            found = self.verbs.get(parse.lowers[token][:-1])
        return found


_WEIGHTY = ("clause", "quote", "inf", "np", "as")
_NONE = Cue(frames={})


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
    """Read ``strength -> frames -> words`` into one row a word; the first class of a frame counts."""
    table: dict[str, Cue] = {}
    for strength, groups in lexicon.entries(name).items():
        for frames, words in groups.items():
            for word in words:
                known = table.get(word, _NONE).frames
                table[word] = Cue(frames=dict.fromkeys(str(frames).split(), strength) | known)
    return table
