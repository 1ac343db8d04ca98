"""Who may do what in a story that several people share: PostgreSQL's own accounts and grants.

References:
    https://www.postgresql.org/docs/current/sql-grant.html
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from onrecord.errors import InputError
from onrecord.store import schema as t
from onrecord.store.story import Story


class Access(StrEnum):
    """What an account may do; each may also do what stands before it."""

    READ = "read"
    DECIDE = "decide"
    ADMINISTER = "administer"


_MADE = (t.line, t.outcome, t.summary, t.unlinked, t.tally, t.voice, t.person, *t.LINKING, t.memo, t.meta)
MADE_BY_DECIDING = ", ".join(table.name for table in _MADE)
"""Tables whose rows are computed again when somebody decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One decision as the database saw it come in.

    Attributes:
        decision: Its id.
        account: The account that was used, whatever name the decision gives.
        client: Address it came from; None on a local socket.
        at: Time by the server's clock, ISO 8601.
    """

    decision: str
    account: str
    client: str | None
    at: str


def grant(story: Story, account: str, access: Access) -> None:
    """Let an account of the database read, decide or administer, and no more than that.

    Raises:
        InputError: The story is not in PostgreSQL, or it knows no such account.
        StoreError: You may not grant.
    """
    with story.writing() as connection:
        _need_postgres(connection, "accounts")
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :a"), {"a": account}).first()
        if known is None:
            raise InputError(f"the database has no account {account!r}; its administrator makes one with CREATE ROLE")
        who = connection.execute(text("SELECT quote_ident(:a)"), {"a": account}).scalar_one()
        schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
        for statement in _statements(who, schema, access):
            connection.exec_driver_sql(statement)


def audit(story: Story) -> list[AuditRow]:
    """Return which account brought in each decision, oldest first.

    Raises:
        InputError: The story is not in PostgreSQL.
    """
    with story.reading() as connection:
        _need_postgres(connection, "an audit")
        rows = connection.execute(text("SELECT decision, account, client, at FROM audit ORDER BY at, decision"))
        return [
            AuditRow(
                decision=r.decision,
                account=r.account,
                client=None if r.client is None else str(r.client),
                at=r.at.isoformat(),
            )
            for r in rows
        ]


def _need_postgres(connection: Connection, what: str) -> None:
    if connection.dialect.name != "postgresql":
        raise InputError(
            f"a story in a folder keeps no {what.removeprefix('an ')}; 'onrecord copy' moves it to PostgreSQL"
        )


def _statements(who: str, schema: str, access: Access) -> list[str]:
    """Return the statements that leave an account with one access, whatever it had before."""
    out = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {who}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {who}",
        f"REVOKE ALL ON SCHEMA {schema} FROM {who}",
        f"GRANT USAGE ON SCHEMA {schema} TO {who}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {who}",
    ]
    if access is Access.DECIDE:
        out += [
            f"GRANT INSERT ON decision, decision_target TO {who}",
            f"GRANT INSERT, UPDATE, DELETE ON {MADE_BY_DECIDING} TO {who}",
            f"GRANT UPDATE (published) ON report TO {who}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {who}",
        ]
    elif access is Access.ADMINISTER:
        out += [
            f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {who} WITH GRANT OPTION",
            f"GRANT ALL ON ALL SEQUENCES IN SCHEMA {schema} TO {who} WITH GRANT OPTION",
            f"GRANT ALL ON SCHEMA {schema} TO {who} WITH GRANT OPTION",
        ]
    return out
