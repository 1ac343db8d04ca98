"""Imports point one way through the house."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "onrecord"

FLOORS = [
    {"errors", "_version"},
    {"model"},
    {"lexicon"},
    {"resources"},
    {"intake", "backends", "stages", "linking", "decisions", "testing"},
    {"pipeline"},
    {"store"},
    {"runners"},
    {"exports", "report"},
    {"web", "cli"},
    {"__main__"},
]
LEVEL = {room: n for n, floor in enumerate(FLOORS) for room in floor}
BESIDE = {("linking", "decisions"), ("cli", "web"), ("report", "exports")}
"""Rooms of one floor that may not know each other but for these (what may leave a story is decided in exports); stages may look into backends' blocks."""


def _modules():
    return sorted(p for p in SRC.rglob("*.py") if "__pycache__" not in p.parts)


def _room(path: Path) -> str:
    part = path.relative_to(SRC).parts[0]
    return part.removesuffix(".py")


def _imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("onrecord."):
            yield node.module.split(".")[1], node.lineno
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.startswith("onrecord."):
                    yield name.name.split(".")[1], node.lineno


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_down(path):
    room = _room(path)
    if room == "__init__":
        return
    wrong = [
        f"{path.name}:{line} imports {other}"
        for other, line in _imports(path)
        if other != room and LEVEL[other] > LEVEL[room]
    ]
    assert not wrong


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_rooms_of_one_floor_do_not_know_each_other(path):
    room = _room(path)
    if room in {"__init__", "testing"}:
        return
    wrong = [
        f"{path.name}:{line} imports {other}"
        for other, line in _imports(path)
        if other != room and LEVEL[other] == LEVEL[room] and (room, other) not in BESIDE
    ]
    assert not wrong


def test_only_backends_import_models():
    for path in _modules():
        if _room(path) == "backends":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            for name in names:
                assert name.split(".")[0] not in {"spacy", "onnxruntime", "tokenizers", "torch"}, path


def test_only_the_store_speaks_sql():
    for path in _modules():
        if _room(path) == "store":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            for name in names:
                if name == "sqlite3" and path.name == "doctor.py":
                    continue
                assert name.split(".")[0] not in {"sqlalchemy", "sqlite3"}, path
