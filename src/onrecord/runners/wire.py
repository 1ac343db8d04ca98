"""What a supervisor and its workers say to each other over pipes: length, then a pickled value.

Only our own processes speak here; nothing that came from a report is ever unpickled from outside.
"""

import pickle
from dataclasses import dataclass
from typing import IO, Any

from onrecord.resources import Options


@dataclass(frozen=True, slots=True)
class Hello:
    """A worker is ready: the key of its pipeline, or why it cannot be."""

    key: str = ""
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """How a worker is to read."""

    options: Options
    memory: int


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a value; None when the other end is gone."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None  # noqa: S301 (from our own process)
