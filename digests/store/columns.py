"""What tables are made of: the metadata, column types that both databases share, numbers."""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Executable,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    any_,
    literal,
)

from digests.model import require_aware
from digests.vietnamese.cleaning import storable, storable_json

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def number_column(name: str = "id") -> Column[int]:
    """Give the column by which rows are numbered."""
    # SQLite numbers rows by itself only in a column that is exactly INTEGER.
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def refers(
    name: str, to: str, *, gone: str = "CASCADE", key: bool = False, optional: bool = False
) -> Column[int]:
    """Give a column that names a row of another table; ``gone`` is what follows when it goes."""
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, ForeignKey(to, ondelete=gone), primary_key=key, nullable=optional)


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC.

    SQLite keeps no zone, so it is taken off on the way in and put back on the way out.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant as the database keeps it; a naive one is a ``ValueError``."""
        if value is None:
            return None
        moment = require_aware(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant in UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return value.replace(tzinfo=UTC)
        return value if value.tzinfo is UTC else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of people, publishers and networks, without what a database cannot hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Give the text that is kept, or compared with what is kept."""
        return None if value is None else storable(value)


class Json(TypeDecorator[Any]):
    """A JSON value as text: the same bytes in every database, Vietnamese readable in it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Give the text."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if "\\u0000" in text or storable(text) != text:
            text = json.dumps(storable_json(value), ensure_ascii=False, separators=(",", ":"))
        return text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Give the value."""
        return None if value is None else json.loads(value)


def among(
    dialect: str, column: ColumnElement[int], numbers: Collection[int]
) -> ColumnElement[bool]:
    """Give whether a column is one of many numbers.

    PostgreSQL takes them as one array: the statement stays the same however many there are, and
    neither the client nor the server has to read it anew.
    """
    if dialect == "postgresql":
        return column == any_(literal(list(numbers), ARRAY(BigInteger)))
    return column.in_(numbers)


def upsert(dialect: str, table: Table, values: dict[str, Any], later: dict[str, Any]) -> Executable:
    """Give the statement that adds a row, or changes what is there under the same primary key."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - most stores are a file
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]  # noqa: PLC0415
    return (
        insert(table)
        .values(**values)
        .on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=later)
    )
