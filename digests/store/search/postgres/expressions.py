"""Expressions in the language of tsquery. Every token is quoted, so that no text can be syntax."""

from collections.abc import Iterable

from digests.store.search.expressions import AllOf, AnyOf, Column, Expression, InColumns, Token

_LONGEST = 200
"""Characters of a token that are kept: PostgreSQL refuses lexemes of more than 2,046 bytes."""
MARKS = {Column.TITLE: "1=", Column.LEAD: "2=", Column.CAPTION: "3=", Column.ABOUT: "4="}
"""What a lexeme begins with that says in which column its token stands. No word has such signs."""


def lexeme(token: str, column: Column | None = None) -> str:
    """Give the lexeme of a token that stands anywhere, or in ``column``."""
    mark = MARKS[column] if column else ""
    return f"{mark}{token[:_LONGEST]}"


def tsquery(expression: Expression) -> str:
    """Give what to match for ``expression``, which must ask for something."""
    return _written(expression, ())


def _written(expression: Expression, columns: tuple[Column, ...]) -> str:
    match expression:
        case Token(text, open_end):
            end = ":*" * open_end
            marked = [lexeme(text, column) for column in columns] or [lexeme(text)]
            return _bracketed(" | ", (_quoted(one) + end for one in marked))
        case AllOf(parts):
            return _bracketed(" & ", (_written(part, columns) for part in parts))
        case AnyOf(parts):
            return _bracketed(" | ", (_written(part, columns) for part in parts))
        case InColumns(inner_columns, part):
            return _written(part, inner_columns)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _bracketed(sign: str, parts: Iterable[str]) -> str:
    joined = [part for part in parts if part]
    return joined[0] if len(joined) == 1 else f"({sign.join(joined)})"
