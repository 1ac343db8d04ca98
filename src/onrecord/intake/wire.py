"""What parent and child say to each other: one pickled value after another, each with its length before it."""

import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any

from onrecord.intake.options import FileEntry, IntakeOptions, Source
from onrecord.intake.run import FROM_START, Resume

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Files for one child to read.

    Attributes:
        entries: The files, in order.
        options: What the user gave, without ``known``.
        resume: Where to go on in the first file.
        careful: Send every source at once, so that it is known which document kills.
    """

    entries: tuple[FileEntry, ...]
    options: IntakeOptions
    resume: Resume = FROM_START
    careful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a child sends: sources in order, and whether the task is done and the child ends.

    Attributes:
        sources: Each a document.
        done: The task is finished.
        retire: The child ends now.
    """

    sources: tuple[Source, ...] = ()
    done: bool = False
    retire: bool = False


def send(stream: IO[bytes], value: Any) -> None:
    """Write one value, its length before it."""
    data = pickle.dumps(value, protocol=5)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any | None:
    """Read one value, or None when the other side is gone. Only our own processes are at the other end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None  # noqa: S301 - written by our own child or parent
