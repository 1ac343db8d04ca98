"""Keeps reports with their original bytes: content-addressed, compressed, never overwritten."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from onrecord.errors import AmbiguousId, UnknownLine
from onrecord.intake.repeated import outlet_of
from onrecord.model import Rejection, Report
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.ids import digest_text
from onrecord.store import schema as t
from onrecord.store.portable import put, put_new
from onrecord.store.queue import shift_counts, waiting_in
from onrecord.store.unlinked import note_summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding one file did.

    Attributes:
        new: Ids of reports that were not in the story.
        known: Ids of reports that were there already.
        revised: (old, new) ids where an edited report took the place of an older one.
        rejected: What could not be read.
    """

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    revised: tuple[tuple[str, str], ...] = ()
    rejected: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What intake made of a file, or of one document in a file of many.

    Attributes:
        path: The file.
        items: Its reports and rejections.
        data: The document's bytes; None where nothing was read.
        size, mtime_ns: Of the file, to know it again unopened.
        first, complete: Whether no piece of the file came before, and none follows.
    """

    path: str
    items: tuple[Report | Rejection, ...]
    data: bytes | None = None
    size: int = 0
    mtime_ns: int = 0
    first: bool = True
    complete: bool = True


def add_piece(connection: Connection, piece: Piece, at: str) -> Added:
    """Add what intake made of a file, or of one document in it.

    Args:
        at: UTC time in ISO 8601.
    """
    sha256 = None
    if piece.data is not None:
        sha256 = hashlib.sha256(piece.data).hexdigest()
        packed = zlib.compress(piece.data, 6)
        put_new(connection, t.blob, [{"sha256": sha256, "size": len(piece.data), "data": packed}])
    if piece.first:
        connection.execute(delete(t.rejection).where(t.rejection.c.file == piece.path))
    rejected = tuple(i for i in piece.items if isinstance(i, Rejection))
    if rejected:
        rows = [{"file": piece.path, "path": r.path, "code": r.code, "reason": r.reason} for r in rejected]
        connection.execute(insert(t.rejection), rows)
    if piece.complete:
        values = {"sha256": sha256, "size": piece.size, "mtime_ns": piece.mtime_ns, "added": at}
        put(connection, t.source, {"path": piece.path}, values)
    reports = [i for i in piece.items if isinstance(i, Report)]
    alone = piece.first and piece.complete
    return _add_reports(connection, reports, piece.path if alone else None, at, rejected)


def _add_reports(
    connection: Connection,
    reports: Sequence[Report],
    alone: str | None,
    at: str,
    rejected: tuple[Rejection, ...],
) -> Added:
    """Add reports; a file that holds one report and now another is a revision of it.

    Args:
        alone: The path of a file that holds one document, else None.
    """
    new: list[str] = []
    known: list[str] = []
    revised: list[tuple[str, str]] = []
    before = _standing(connection, alone) if alone else []
    for report in reports:
        sha = digest_text(report.text)
        found = connection.execute(
            select(t.report.c.id, t.report.c.text_sha256).where(t.report.c.id == report.id)
        ).first()
        if found is not None and found.text_sha256 == sha:
            known.append(report.id)
            _stand_again(connection, report.id)
            continue
        if found is not None:
            revised.append((_move_aside(connection, report.id, found.text_sha256), report.id))
        _insert_report(connection, report, sha, at)
        new.append(report.id)
    if len(before) == 1 and len(reports) == 1 and before[0] != reports[0].id:
        _supersede(connection, before[0], reports[0].id)
        revised.append((before[0], reports[0].id))
    return Added(new=tuple(new), known=tuple(known), revised=tuple(revised), rejected=rejected)


def _standing(connection: Connection, path: str) -> list[str]:
    rows = connection.execute(select(t.report.c.id).where(t.report.c.path == path, t.report.c.superseded_by.is_(None)))
    return [r.id for r in rows]


def _stand_again(connection: Connection, report: str) -> None:
    """A version that was replaced stands again when its very bytes come back; its lines are gone, it is read again."""
    back = update(t.report).where(t.report.c.id == report, t.report.c.superseded_by.is_not(None))
    if connection.execute(back.values(superseded_by=None)).rowcount:
        connection.execute(delete(t.reading).where(t.reading.c.report == report))
    _mark_again(connection, report)


def _supersede(connection: Connection, old: str, new: str) -> None:
    connection.execute(update(t.report).where(t.report.c.id == old).values(superseded_by=new))
    _mark_again(connection, old)
    _forget(connection, old, (t.line, t.tally, t.voice))


def _mark_again(connection: Connection, report: str) -> None:
    """Note that a report came back or went, so that what repeats in its outlet is learnt anew."""
    connection.execute(update(t.outlet_report).where(t.outlet_report.c.report == report).values(marked=False))


def save_residue(connection: Connection, report: Report) -> None:
    """Keep a report's residue; its lines stand until it is read again."""
    connection.execute(update(t.report).where(t.report.c.id == report.id).values(document=_document(report)))
    connection.execute(update(t.reading).where(t.reading.c.report == report.id).values(key=""))
    connection.execute(delete(t.failure).where(t.failure.c.report == report.id))


def _forget(connection: Connection, report: str, tables: Sequence[Table]) -> None:
    """Leave what was computed of a report that no longer stands."""
    waiting = waiting_in(connection, report)
    for table in tables:
        connection.execute(delete(table).where(table.c.report == report))
    note_summary(connection, report, None)
    shift_counts(connection, waiting, {})


def _move_aside(connection: Connection, report: str, sha: str) -> str:
    """Keep the older text of a report whose id came from outside, under an id of its own."""
    aside = f"{report}~{sha[:8]}"
    old = load_report(connection, report)
    connection.execute(delete(t.report).where(t.report.c.id == aside))
    connection.execute(
        update(t.report)
        .where(t.report.c.id == report)
        .values(id=aside, superseded_by=report, document=_document(replace(old, id=aside)))
    )
    _forget(connection, report, (t.reading, t.line, t.tally, t.voice))
    note_outlet(connection, replace(old, id=aside))
    return aside


def _insert_report(connection: Connection, report: Report, sha: str, at: str) -> None:
    packed = zlib.compress(report.text.encode("utf-8", "surrogatepass"), 6)
    connection.execute(
        insert(t.report).values(
            id=report.id,
            path=report.path,
            source_sha256=report.sha256,
            text_sha256=sha,
            document=_document(report),
            text=packed,
            superseded_by=None,
            added=at,
            title=report.title,
            outlet=report.outlet,
            published=report.published.value,
        )
    )
    note_outlet(connection, report)


def note_outlet(connection: Connection, report: Report) -> None:
    """Note the outlet of a report, so that what repeats across its reports is marked."""
    if outlet := outlet_of(report):
        put(connection, t.outlet_report, {"report": report.id}, {"outlet": outlet, "marked": False})


def _document(report: Report) -> str:
    return encode_json(replace(report, text="", residue=report.residue)).decode()


def _report(row: object) -> Report:
    text = zlib.decompress(row.text).decode("utf-8", "surrogatepass")  # type: ignore[attr-defined]
    return replace(decode_json(row.document, Report), text=text)  # type: ignore[attr-defined]


def load_report(connection: Connection, report: str) -> Report:
    """Return a report by its id.

    Raises:
        UnknownLine: There is none.
    """
    row = connection.execute(select(t.report).where(t.report.c.id == report)).first()
    if row is None:
        raise UnknownLine(f"no report {report!r} in the story; 'onrecord show STORY reports' lists them")
    return _report(row)


def load_reports(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[Report, str | None]]:
    """Yield some reports with their dates as people gave them; unknown ids are left out."""
    for row in connection.execute(select(t.report).where(t.report.c.id.in_(ids))):
        yield _report(row), row.published


def find_report(connection: Connection, wanted: str) -> str:
    """Return the id of the report that an id, the beginning of one, a path or a title means.

    Raises:
        UnknownLine: None does.
        AmbiguousId: Several do; the message lists them.
    """
    columns = (t.report.c.id, t.report.c.path)
    exact = connection.execute(select(*columns).where(t.report.c.id == wanted)).first()
    if exact is not None:
        return str(exact.id)
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    standing = t.report.c.superseded_by.is_(None)
    rows = connection.execute(
        select(*columns)
        .where(
            standing,
            t.report.c.id.ilike(f"{escaped}%", escape="\\") | t.report.c.path.ilike(f"%{escaped}", escape="\\"),
        )
        .order_by(t.report.c.id)
        .limit(6)
    ).all()
    if not rows:
        raise UnknownLine(f"no report {wanted!r} in the story; 'onrecord show STORY reports' lists them")
    if len(rows) > 1:
        raise AmbiguousId(f"{wanted!r} could be any of {', '.join(r.id for r in rows)}")
    return str(rows[0].id)


def latest_version(connection: Connection, report: str) -> str | None:
    """Return the id of the version of a report that stands now, or None when there is none."""
    seen: set[str] = set()
    current: str | None = report
    while current is not None and current not in seen:
        seen.add(current)
        row = connection.execute(select(t.report.c.superseded_by).where(t.report.c.id == current)).first()
        if row is None:
            return None
        if row.superseded_by is None:
            return current
        current = row.superseded_by
    return None


def iter_reports(connection: Connection, *, all_versions: bool = False) -> Iterator[tuple[Report, str]]:
    """Yield every report with the time it was added, in order of their ids."""
    query = select(t.report).order_by(t.report.c.id)
    if not all_versions:
        query = query.where(t.report.c.superseded_by.is_(None))
    for row in connection.execute(query.execution_options(yield_per=100)):
        yield _report(row), row.added


def unchanged(connection: Connection, path: str, size: int, mtime_ns: int) -> bool:
    """Tell whether a file was added before and has the same size and time since."""
    row = connection.execute(select(t.source.c.size, t.source.c.mtime_ns).where(t.source.c.path == path)).first()
    return row is not None and (row.size, row.mtime_ns) == (size, mtime_ns)


def sources_from(connection: Connection, path: str, limit: int) -> list[tuple[str, int, int]]:
    """Return (path, size, mtime in ns) of the added files from a path on, in order of their paths."""
    columns = (t.source.c.path, t.source.c.size, t.source.c.mtime_ns)
    rows = connection.execute(select(*columns).where(t.source.c.path >= path).order_by(t.source.c.path).limit(limit))
    return [(r.path, r.size, r.mtime_ns) for r in rows]


def rejections(connection: Connection) -> list[Rejection]:
    """Return every file or record that could not be read, by path."""
    rows = connection.execute(select(t.rejection).order_by(t.rejection.c.path, t.rejection.c.id))
    return [Rejection(path=r.path, code=r.code, reason=r.reason) for r in rows]


def count_reports(connection: Connection) -> int:
    """Return how many reports stand."""
    query = select(func.count()).select_from(t.report).where(t.report.c.superseded_by.is_(None))
    return int(connection.execute(query).scalar_one())


def original_bytes(connection: Connection, sha256: str) -> bytes | None:
    """Return the bytes of a source file as they were added, or None when they were never kept."""
    row = connection.execute(select(t.blob.c.data).where(t.blob.c.sha256 == sha256)).first()
    return None if row is None else zlib.decompress(row.data)
