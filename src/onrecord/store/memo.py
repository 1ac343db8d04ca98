"""Remembers what was costly to work out, as long as what it was worked out from stays the same."""

import zlib

from sqlalchemy import Connection, select

from onrecord.store import schema as t
from onrecord.store.portable import put


def recall(connection: Connection, name: str, key: str) -> bytes | None:
    """Return what was remembered under a name, or None when it was worked out from something else."""
    found = connection.execute(select(t.memo.c.data).where(t.memo.c.name == name, t.memo.c.key == key)).first()
    return zlib.decompress(found.data) if found else None


def remember(connection: Connection, name: str, key: str, data: bytes) -> None:
    """Keep data under a name; it takes the place of what stood there.

    Args:
        key: Of everything it was worked out from.
    """
    put(connection, t.memo, {"name": name}, {"key": key, "data": zlib.compress(data, 1)})
