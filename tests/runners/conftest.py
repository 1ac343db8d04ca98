"""Modules that tests share, loaded by path because tests are no package."""

import importlib.util
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
