"""The database of a story, opened: one state for readers, one writer at a time, faults that say what to do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from onrecord.errors import StoreError
from onrecord.store import sqlite
from onrecord.store.migrations import create_or_migrate, is_current
from onrecord.store.portable import Backend
from onrecord.store.search import create_index

POINTER = "store.json"
"""In the folder of a story that lives in another database: where that is."""


@dataclass(frozen=True, eq=False)
class Database:
    """The database of one story.

    Attributes:
        folder: The story's folder.
        backend: The database that holds its tables.
    """

    folder: Path
    backend: Backend

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the story."""
        with self._guard(), self.backend.engine.connect() as opened:
            yield opened.execution_options(**self.backend.reader)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together or not at all."""
        with self._guard(), self.backend.engine.connect() as opened:
            connection = opened.execution_options(**self.backend.writer)
            with connection.begin():
                self.backend.lock(connection)
                yield connection

    def close(self) -> None:
        """Let go of the file or the connections."""
        self.backend.close()
        self.backend.engine.dispose()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Turn database faults into errors with a next step."""
        try:
            yield
        except DatabaseError as error:
            raise self.backend.fault(str(error.orig)) from error
        except SQLAlchemyError as error:
            raise StoreError(f"the story in {self.folder} failed: {error}") from error


def open_database(folder: Path, *, create: bool = False, store: str | None = None, mapped: bool = False) -> Database:
    """Open the database of the story in a folder.

    Args:
        create: Make the folder and the database when they are not there.
        store: URL of the PostgreSQL database of a new story; None keeps it in the folder.
        mapped: Read a file through memory.

    Raises:
        StoreError: There is no story, it cannot be written or reached, or it is damaged.
    """
    if not create and not sqlite.is_here(folder) and not (folder / POINTER).is_file():
        raise StoreError(f"no story in {folder}; make one with 'onrecord init {folder}'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    url = _where(folder, store)
    database = Database(folder, _backend(folder, url, mapped=mapped))
    _make_ready(database)
    if store is not None:
        _keep_pointer(folder, store)
    return database


def _where(folder: Path, store: str | None) -> str | None:
    """Return the URL of the database, or None for the file in the folder."""
    path = folder / POINTER
    if not path.is_file():
        if store is not None and sqlite.is_here(folder):
            raise StoreError(f"the story in {folder} is kept there; 'onrecord copy {folder} NEW --store URL' moves it")
        return store
    try:
        kept = str(json.loads(path.read_text(encoding="utf-8"))["store"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f'{path} does not say where the story is: {{"store": "postgresql://…"}}') from error
    if store is None:
        return kept
    from onrecord.store.postgres import without_password

    if without_password(store) != kept:
        raise StoreError(f"the story in {folder} is kept at {kept}")
    return store


def _keep_pointer(folder: Path, store: str) -> None:
    from onrecord.store.postgres import without_password

    text = json.dumps({"store": without_password(store)}) + "\n"
    (folder / POINTER).write_text(text, encoding="utf-8")


def _backend(folder: Path, url: str | None, *, mapped: bool) -> Backend:
    if url is None:
        return sqlite.connect(folder, mapped=mapped)
    from onrecord.store import postgres

    return postgres.connect(url)


def _make_ready(database: Database) -> None:
    """Bring the tables to this version; who may only read need not write."""
    with database.read() as connection:
        if is_current(connection):
            return
    with database.write() as connection:
        create_or_migrate(connection)
        create_index(connection)
        database.backend.ready(connection)
