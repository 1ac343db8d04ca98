"""spaCy's own pipeline, which what onrecord does quicker is held against."""

import warnings

import pytest
import spacy

from onrecord.backends.grammar import find_pinned


@pytest.fixture(scope="session")
def load():
    """Return a function that loads the pinned model anew, for a test that changes it."""

    def fresh(**how):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return spacy.load(find_pinned(), **how)

    return fresh


@pytest.fixture(scope="module")
def plain(load):
    """The model as it comes."""
    return load()
