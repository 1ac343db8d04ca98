"""Fixtures shared by all tests: the models are loaded once a session."""

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.backends.grammar import load_grammar
from onrecord.model import Reading
from onrecord.testing import make_report

from .client import Client
from .postgres import running_server

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def client_of():
    """A function from an app to a client that speaks to it."""
    return Client


@pytest.fixture(scope="session")
def nlp_backend():
    """The grammar backend."""
    return load_grammar()


@pytest.fixture(scope="session")
def parsed(nlp_backend):
    """Return a function: text (+ report fields) -> reading with its parse and nothing else."""

    def make(text: str, **known: object) -> Reading:
        report = make_report(text, **known)
        parse = nlp_backend.parse_report(report)
        spans = tuple(parse.sentence_span(i) for i in range(len(parse.sentences)))
        return replace(Reading(report=report), parse=parse, sentences=spans)

    return make


@pytest.fixture(scope="session")
def shared():
    """The folder of seeds and gold sets; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the gold sets (../shared) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of an empty PostgreSQL database."""
    with running_server(tmp_path_factory.mktemp("postgres")) as found:
        if found is None:
            pytest.skip("no PostgreSQL server here, and none could be installed")
        yield found


@pytest.fixture
def address(server, tmp_path):
    """The address of a story that no other test uses: a schema of its own."""
    return f"{server}?schema=s{abs(hash(str(tmp_path)))}"
