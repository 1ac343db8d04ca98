import sys

import pytest

from onrecord import cli, pipeline
from onrecord.pipeline import Pipeline
from onrecord.resources import Resources


@pytest.fixture
def run(monkeypatch, capfd, nlp_backend):
    """Return a function that runs a command in this process: (exit code, standard output, standard error)."""

    def load(options=None, resources=None):
        if options is not None and options.model is not None:
            return real(options, resources)
        return Pipeline(grammar=nlp_backend, resources=Resources(options=options))

    real = pipeline.load_pipeline
    monkeypatch.setattr(pipeline, "load_pipeline", load)

    def call(*args, stdin=None):
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, args)])
        try:
            cli.main()
            code = 0
        except SystemExit as left:
            code = left.code or 0
        out, err = capfd.readouterr()
        return code, out, err

    return call
