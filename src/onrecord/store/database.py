"""Opens the database of a story and turns its faults into errors that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from onrecord.errors import StoreBusy, StoreError
from onrecord.store.schema import create_or_migrate
from onrecord.store.search import create_index

FILE = "story.db"
BUSY_MS = 15_000
"""How long a writer waits for another one."""


@dataclass(frozen=True, eq=False)
class Database:
    """The database of one story.

    Attributes:
        folder: The story's folder.
    """

    folder: Path
    engine: Engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the story."""
        with _guard(self.folder), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together or not at all."""
        with _guard(self.folder), self.engine.connect() as opened:
            connection = opened.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def open_database(folder: Path, *, create: bool = False) -> Database:
    """Open the database in a story's folder.

    Args:
        create: Make the folder and the database when they are not there.

    Raises:
        StoreError: There is no story, it cannot be written, or it is damaged.
    """
    path = folder / FILE
    if not path.is_file() and not create:
        raise StoreError(f"no story in {folder}; make one with 'onrecord init {folder}'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    database = Database(folder=folder, engine=engine)
    with database.write() as connection:
        create_or_migrate(connection)
        create_index(connection)
    return database


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, so that readers do not lock writers
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    # a writer takes its place at once: one that only read so far could not wait for another writer
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _guard(folder: Path) -> Iterator[None]:
    """Turn database faults into errors with a next step."""
    try:
        yield
    except DatabaseError as error:
        text = str(error.orig)
        if "locked" in text or "busy" in text:
            raise StoreBusy(f"the story in {folder} is in use by another process; try again shortly") from error
        if "full" in text:
            raise StoreError(f"the disk that holds {folder} is full; free some space and run again") from error
        if "readonly" in text or "unable to open" in text:
            raise StoreError(f"the story in {folder} cannot be written; check its permissions") from error
        if "malformed" in text or "not a database" in text:
            raise StoreError(
                f"{folder / FILE} is damaged; move it away and build again: decisions.jsonl keeps every decision"
            ) from error
        raise StoreError(f"the story in {folder} failed: {text}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"the story in {folder} failed: {error}") from error
