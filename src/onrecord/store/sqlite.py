"""A story in its own folder: one SQLite file that others may read while one writes."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event

from onrecord.errors import StoreBusy, StoreError
from onrecord.store.portable import Backend

FILE = "story.db"
MAPPED = 1 << 28
"""Bytes of the file that a face of many small questions reads without copying them.

They count as resident though the system takes them back when it needs room, so whoever goes through a whole story does
without.
"""

BUSY_MS = 15_000
"""How long a writer waits for another one."""


def is_here(folder: Path) -> bool:
    """Tell whether a folder holds a story."""
    return (folder / FILE).is_file()


def connect(folder: Path, *, mapped: bool = False) -> Backend:
    """Return the backend for the file in a folder.

    Args:
        mapped: Read the file through memory: for many small questions to a large story.
    """
    engine = create_engine(f"sqlite:///{folder / FILE}")
    event.listen(engine, "connect", _set_pragmas)
    if mapped:
        event.listen(engine, "connect", _map)
    event.listen(engine, "begin", _begin)

    def fault(said: str) -> StoreError:
        return _fault(folder, said)

    return Backend(engine=engine, fault=fault, writer={"writes": True})


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, so that readers do not lock writers
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _map(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA mmap_size={MAPPED}")


def _begin(connection: Connection) -> None:
    # a writer takes its place at once: one that only read so far could not wait for another writer
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _fault(folder: Path, said: str) -> StoreError:
    """Return the error that says what to do about a fault."""
    if "locked" in said or "busy" in said:
        return StoreBusy(f"the story in {folder} is in use by another process; try again shortly")
    if "full" in said:
        return StoreError(f"the disk that holds {folder} is full; free some space and run again")
    if "readonly" in said or "unable to open" in said:
        return StoreError(f"the story in {folder} cannot be written; check its permissions")
    if "malformed" in said or "not a database" in said:
        return StoreError(
            f"{folder / FILE} is damaged; move it away and build again: decisions.jsonl keeps every decision"
        )
    return StoreError(f"the story in {folder} failed: {said}")
