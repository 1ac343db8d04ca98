"""A story in PostgreSQL, for several people: one schema a story, one writer at a time, news of every change.

References:
    https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    https://www.postgresql.org/docs/current/sql-notify.html
"""

import re
import threading
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from onrecord.errors import InputError, ResourceMissing, StoreBusy, StoreError
from onrecord.store.portable import CHANNEL, Backend

SCHEMA = "onrecord"
"""Of a story whose URL names none: ``postgresql://host/database?schema=flood``."""

NAMES = re.compile(r"[a-z][a-z0-9_]{0,40}")
WAIT_MS = 15_000
"""How long a writer waits for another one."""

PROTECTION = """
CREATE TABLE IF NOT EXISTS audit (
  decision text COLLATE "C" NOT NULL, account text NOT NULL, client inet, at timestamptz NOT NULL);
CREATE OR REPLACE FUNCTION note_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = {schema}, pg_temp AS $$
  BEGIN INSERT INTO audit VALUES (NEW.id, session_user, inet_client_addr(), clock_timestamp()); RETURN NEW; END $$;
CREATE OR REPLACE FUNCTION keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'decisions are never changed or deleted'; END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT ON decision FOR EACH ROW EXECUTE FUNCTION note_decision();
CREATE OR REPLACE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
  FOR EACH STATEMENT EXECUTE FUNCTION keep_decision();
CREATE OR REPLACE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION keep_decision();
"""
"""Who made each decision, by the account that was used; neither can be changed, whatever an account may do."""


def connect(address: str) -> Backend:
    """Return the backend of a story at an address.

    Args:
        address: ``postgresql://user@host:5432/database?schema=NAME``; the password comes from ``PGPASSWORD`` or
            ``~/.pgpass`` where it is not given.

    Raises:
        InputError: It is no such address.
        ResourceMissing: The driver is not installed.
        StoreError: The server cannot be reached.
    """
    url, schema = _parse(address)
    shown = without_password(address)
    _make_schema(url, schema, shown)
    engine = create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)

    def set_path(connection: Any, _record: Any) -> None:
        connection.execute(f'SET search_path TO "{schema}"')
        connection.commit()

    event.listen(engine, "connect", set_path)
    listener = Listener(url, schema)
    return Backend(
        engine=engine,
        fault=lambda said: _fault(shown, said),
        reader={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        lock=_lock,
        ready=_protect,
        wait=listener.wait,
        close=listener.close,
        mirrored=False,
    )


def without_password(address: str) -> str:
    """Return an address as it may be written down.

    Raises:
        InputError: It is no address of a PostgreSQL database.
    """
    url, schema = _parse(address)
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return plain.update_query_dict({"schema": schema}).render_as_string(hide_password=False)


def _parse(address: str) -> tuple[URL, str]:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise InputError(f"{address!r} is no address; it should read postgresql://user@host/database") from error
    if url.get_backend_name() not in {"postgresql", "postgres"} or not url.database:
        raise InputError(f"{address!r} is no PostgreSQL database; it should read postgresql://user@host/database")
    named = url.query.get("schema", SCHEMA)
    schema = named if isinstance(named, str) else named[-1]
    if not NAMES.fullmatch(schema):
        raise InputError(f"{schema!r} cannot name a story's schema; use small letters, digits and _")
    return url.set(drivername="postgresql+psycopg").difference_update_query(["schema"]), schema


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise ResourceMissing("PostgreSQL needs its driver: pip install 'onrecord[postgres]'") from error
    return psycopg


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _make_schema(url: URL, schema: str, shown: str) -> None:
    """Make the schema before the engine looks for tables in it; who may not make one may still find one."""
    driver = _driver()
    try:
        with driver.connect(_dsn(url), connect_timeout=10, autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone()
            if there is None:
                connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    except driver.Error as error:
        raise _fault(shown, str(error)) from error


def _lock(connection: Connection) -> None:
    """Let one writer in at a time, as in SQLite: what is counted on is then still so when it is written."""
    connection.execute(text(f"SET LOCAL lock_timeout = {WAIT_MS}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('onrecord.' || current_schema(), 0))"))


def _protect(connection: Connection) -> None:
    schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    connection.exec_driver_sql(PROTECTION.format(schema=schema))


def _fault(shown: str, said: str) -> StoreError:
    """Return the error that says what to do about a fault."""
    first = said.strip().splitlines()[0] if said.strip() else "unknown fault"
    if "lock timeout" in said or "deadlock" in said or "too many" in said:
        return StoreBusy(f"the story at {shown} is in use by others; try again shortly")
    if "permission denied" in said or "read-only transaction" in said:
        return StoreError(f"your account may not do that in {shown}: {first}; an administrator can 'onrecord grant'")
    if "No space left" in said or "could not extend" in said:
        return StoreError(f"the disk of the database at {shown} is full; free some space and run again")
    if any(
        word in said for word in ("could not connect", "connection failed", "refused", "timeout expired", "terminat")
    ):
        return StoreError(f"the database at {shown} cannot be reached: {first}")
    return StoreError(f"the story at {shown} failed: {first}")


class Listener:
    """Waits for news of a story on a connection of its own, opened when first asked."""

    def __init__(self, url: URL, schema: str) -> None:
        self._dsn = _dsn(url)
        self._schema = schema
        self._news = threading.Condition()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def wait(self, seconds: float) -> None:
        """Return when the story changes, or after some seconds."""
        with self._news:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, daemon=True)
                self._thread.start()
            self._news.wait(seconds)

    def close(self) -> None:
        """Stop waiting."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _listen(self) -> None:
        driver = _driver()
        while not self._closed.is_set():
            try:
                with driver.connect(self._dsn, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._take(connection)
            except driver.Error:  # the server went away: those who wait still look for themselves
                self._closed.wait(1)

    def _take(self, connection: Any) -> None:
        while not self._closed.is_set():
            for news in connection.notifies(timeout=0.5, stop_after=1):
                if news.payload == self._schema:
                    with self._news:
                        self._news.notify_all()
