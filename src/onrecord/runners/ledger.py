"""The ledger of shards: Parquet files named by what is in them and by the pipeline that reads them.

A folder holds ``<digest>.in.parquet``, the reports of a shard, and ``<pipeline key>/<digest>.parquet``, what became of
them. A file appears whole or not at all, so that it is its own entry in the ledger: work that is named there is done.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import ResourceMissing, StoreError
from onrecord.model import Report
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.decisions import Decision
from onrecord.runners.profile import Spent
from onrecord.runners.shards import Done, Shard
from onrecord.store.prepared import Prepared

_IN = ".in.parquet"
_OUT = ".parquet"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Shards of one story and one pipeline.

    Args:
        folder: Where the files are; every machine that reads must see it at this path.
        key: Of the pipeline.
    """

    folder: Path
    key: str

    def given(self, digest: str) -> Path:
        """Return where a shard's reports are."""
        return self.folder / f"{digest}{_IN}"

    def result(self, digest: str) -> Path:
        """Return where what became of a shard is, once it was read."""
        return self.folder / self.key / f"{digest}{_OUT}"

    def put(self, shard: Shard) -> str:
        """Write a shard to be read; return its digest."""
        digest = shard.digest()
        path = self.given(digest)
        if not path.is_file():
            rows = [
                {"report": r.id, "document": encode_json(r).decode(), "decisions": encode_json(list(found)).decode()}
                for r, found in shard.reports
            ]
            _write(path, rows)
        return digest

    def get(self, digest: str) -> Shard:
        """Return a shard that was put.

        Raises:
            StoreError: It cannot be read.
        """
        rows = _read(self.given(digest))
        return Shard(
            tuple(
                (decode_json(row["document"], Report), decode_json(row["decisions"], tuple[Decision, ...]))
                for row in rows
            )
        )

    def close(self, digest: str, done: Done) -> None:
        """Write what became of a shard; from then on it is done."""
        rows = [_prepared_row(p) for p in done.prepared]
        rows += [{**_EMPTY, "report": report, "reason": reason} for report, reason in done.failed]
        rows.append({**_EMPTY, "spent": encode_json(done.spent).decode()})
        _write(self.result(digest), rows)

    def closed(self, digest: str) -> Done:
        """Return what became of a shard.

        Raises:
            StoreError: The file cannot be read.
        """
        rows = _read(self.result(digest))
        return Done(
            prepared=tuple(_prepared(row) for row in rows if row["rest"] is not None),
            failed=tuple((row["report"], row["reason"]) for row in rows if row["reason"] is not None),
            spent=tuple(
                s for row in rows if row["spent"] is not None for s in decode_json(row["spent"], tuple[Spent, ...])
            ),
        )

    def done(self) -> Iterator[str]:
        """Yield the digests of the shards that this pipeline has read."""
        for path in sorted((self.folder / self.key).glob(f"*{_OUT}")):
            yield path.name.removesuffix(_OUT)

    def forget(self, digest: str) -> None:
        """Remove the files of a shard: what became of it is kept elsewhere."""
        self.given(digest).unlink(missing_ok=True)
        self.result(digest).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what is left of shards that nobody will read."""
        for path in self.folder.glob(f"*{_IN}*"):
            path.unlink(missing_ok=True)


_EMPTY: dict[str, Any] = dict.fromkeys(("report", "document", "summary", "published", "rest", "reason", "spent"))


def _prepared_row(prepared: Prepared) -> dict[str, Any]:
    fields = {name: getattr(prepared, name) for name in Prepared.__slots__ if name not in {"document", "summary"}}
    return {
        **_EMPTY,
        "report": prepared.report,
        "document": prepared.document,
        "summary": prepared.summary,
        "published": prepared.published,
        "rest": msgspec.msgpack.encode(fields),
    }


def _prepared(row: dict[str, Any]) -> Prepared:
    fields = {**msgspec.msgpack.decode(row["rest"]), "document": row["document"], "summary": row["summary"]}
    return msgspec.convert(fields, Prepared)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise ResourceMissing("shards are Parquet files; run: pip install 'onrecord[exports]'") from None
    return pyarrow


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write a file whole or not at all."""
    arrow = _parquet()
    kinds = {"document": arrow.binary(), "summary": arrow.binary(), "rest": arrow.binary()}
    if path.name.endswith(_IN):
        kinds = {}
    names = list(rows[0])
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in names])
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            arrow.parquet.write_table(arrow.Table.from_pylist(rows, schema), file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(
            f"the shard {path} cannot be written: {error.strerror or error}; run again to go on"
        ) from error


def _read(path: Path) -> list[dict[str, Any]]:
    arrow = _parquet()
    try:
        rows: list[dict[str, Any]] = arrow.parquet.read_table(path).to_pylist()
    except (OSError, arrow.ArrowInvalid) as error:
        raise StoreError(f"the shard {path} cannot be read: {error}; remove it and run again") from error
    return rows
