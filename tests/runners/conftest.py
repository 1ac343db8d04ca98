"""The module that disturbs runs, loaded by path because tests are no package."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def disturb():
    """Mixed files and the real command line."""
    spec = importlib.util.spec_from_file_location("disturbed", Path(__file__).with_name("disturbed.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
