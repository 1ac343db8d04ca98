"""Words as data: every list of words lives in ``lexicon/data`` with its source and licence."""

from onrecord.lexicon.loader import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
