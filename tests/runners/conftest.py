"""Modules that tests share, loaded by path because tests are no package."""

import importlib.util
import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def disturb():
    """Mixed files and the real command line."""
    return load(HERE / "disturbed.py")


@pytest.fixture(scope="session")
def samples():
    """Builders of small files of every format."""
    return load(HERE.parent / "intake" / "samples.py")


@pytest.fixture
def poison(tmp_path, monkeypatch):
    """Lets a worker die of a report that holds the word POISON, as a fault in a library would have it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'onrecord.runners.worker' in ' '.join(sys.orig_argv):\n"
        "    import onrecord.pipeline as p\n"
        "    real = p.Pipeline.read\n"
        "    def read(self, report, *rest):\n"
        "        if 'POISON' in report.text: os.kill(os.getpid(), 9)\n"
        "        return real(self, report, *rest)\n"
        "    p.Pipeline.read = read\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"), prepend=os.pathsep)
