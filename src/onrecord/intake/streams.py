"""Streams with bounds: what unpacks never gives more than it may."""

import re
from io import RawIOBase
from typing import Any, Protocol

RATIO = 1_000
"""How many times its packed size a file may unpack to, beyond the first hundred megabytes."""

FREE = 100_000_000

STEP = 1 << 20
"""Bytes that are unpacked at once."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Readable(Protocol):
    """What can be read from front to back."""

    def read(self, size: int = -1, /) -> bytes:
        """Read at most so many bytes, all when negative; none at the end."""


class TooMuch(Exception):
    """An archive unpacks to more than it may."""


class Rewound(RawIOBase):
    """A stream with the bytes put back that were read from it to tell its format.

    Args:
        head: The bytes.
        stream: The rest.
    """

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Read at most so many bytes."""
        if not self._head:
            return self._stream.read(size)
        if size < 0:
            taken, self._head = self._head + self._stream.read(), b""
            return taken
        taken, self._head = self._head[:size], self._head[size:]
        if len(taken) < size:
            taken += self._stream.read(size - len(taken))
        return taken

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Limited(RawIOBase):
    """A stream that raises once it has given more than it may.

    Args:
        stream: What unpacks.
        limit: Bytes.
        shown: The limit that the message names, where this stream is one of several under it.

    Raises:
        TooMuch: On reading beyond the limit.
    """

    def __init__(self, stream: Readable, limit: int, shown: int | None = None) -> None:
        self._stream = stream
        self.left = limit
        self._limit = limit if shown is None else shown

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Read at most so many bytes."""
        chunks: list[bytes] = []
        wanted = size
        while wanted and (data := self._stream.read(min(wanted, STEP) if wanted > 0 else STEP)):
            self.left -= len(data)
            if self.left < 0:
                raise TooMuch(f"unpacks to more than {self._limit / 1e6:,.0f} MB; if that is right, unpack it yourself")
            chunks.append(data)
            wanted -= len(data) if wanted > 0 else 0
        return b"".join(chunks)

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def shown_name(name: str) -> str:
    r"""Return a name from an archive as it may be shown: no characters that break lines or turn words around.

    Example:
        >>> shown_name("a\nb\u202etxt.exe")
        'a?b?txt.exe'
    """
    return _CONTROL.sub("?", name)[:500]


def expanded_limit(packed: int, most: int) -> int:
    """Return how many bytes an archive of a packed size may unpack to."""
    return min(most, FREE + RATIO * packed)
