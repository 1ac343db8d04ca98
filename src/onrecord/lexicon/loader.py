"""Loads the word lists.

A list is a YAML file below ``lexicon/data`` whose head says what it is::

    source: where the words come from
    licence: MIT
    entries: a list or a mapping

A user's own folder of the same layout may add lists or replace them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from onrecord.errors import ResourceMissing

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word lists, read on first use; two lexicons are equal when their folders are.

    Args:
        folders: Searched last to first; the last one that has a list gives it.

    Example:
        >>> load_lexicon().entries("nothing/here")
        Traceback (most recent call last):
        ...
        onrecord.errors.ResourceMissing: no word list 'nothing/here' in the lexicon
    """

    folders: tuple[Path, ...] = (DATA,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.folders == other.folders

    @cached_property
    def _hash(self) -> int:
        return hash(self.folders)

    def __hash__(self) -> int:
        return self._hash  # asked for at every look into a table that depends on the lexicon

    def path(self, name: str, ending: str = ".yaml") -> Path:
        """Return the file of a list, for example ``path("events/triggers")``.

        Raises:
            ResourceMissing: No folder has it.
        """
        for folder in reversed(self.folders):
            path = folder / f"{name}{ending}"
            if path.is_file():
                return path
        raise ResourceMissing(f"no word list {name!r} in the lexicon")

    def entries(self, name: str) -> Any:
        """Return the ``entries`` of a list as plain Python values; callers must not change them.

        Raises:
            ResourceMissing: No folder has the list, or it is not valid YAML with ``entries``.
        """
        return _read_entries(self.path(name))

    def words(self, name: str) -> frozenset[str]:
        """Return a list of words (or the keys of a mapping) as a set."""
        return frozenset(map(str, self.entries(name)))

    def digest(self) -> str:
        """Return a hash of every file: part of the cache key and of the provenance of a line."""
        return _digest(self.folders)


@lru_cache(maxsize=256)
def _read_entries(path: Path) -> Any:
    try:
        document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ResourceMissing(f"{path} is not valid YAML: {error}") from error
    if not isinstance(document, Mapping) or "entries" not in document:
        raise ResourceMissing(f"{path} has no 'entries'")
    return document["entries"]


@lru_cache(maxsize=8)
def _digest(folders: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".yaml", ".csv"}):
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


@lru_cache(maxsize=8)
def load_lexicon(*extra: Path) -> Lexicon:
    """Return the lexicon that ships, with a user's own folders over it."""
    return Lexicon(folders=(DATA, *extra))
