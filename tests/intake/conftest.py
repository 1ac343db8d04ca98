"""The samples module, loaded by path because tests are no package."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples():
    """Builders of small files of every format."""
    spec = importlib.util.spec_from_file_location("intake_samples", Path(__file__).with_name("samples.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
