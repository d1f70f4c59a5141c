"""Expressions in the language of tsquery. Every token is quoted, so that no text can be syntax."""

from collections.abc import Iterable

from digests.store.search.expressions import (
    AllOf,
    AnyOf,
    Column,
    Expression,
    InColumns,
    Token,
    all_of,
    any_of,
)

_LONGEST = 200
"""Characters of a token that are kept: PostgreSQL refuses lexemes of more than 2,046 bytes."""
MARKS = {Column.TITLE: "1=", Column.LEAD: "2=", Column.CAPTION: "3=", Column.ABOUT: "4="}
"""What a lexeme begins with that says in which column its token stands. No word has such signs."""

_RUN_BITS = 15
"""Of the numbers of a run, 32,768 articles: some hundred of them are read in a millisecond."""


def run_of(number: int) -> int:
    """Give the run of articles that ``number`` belongs to."""
    return number >> _RUN_BITS


def first_of(run: int) -> int:
    """Give the lowest number of a run."""
    return run << _RUN_BITS


def run_lexeme(run: int) -> str:
    """Give the lexeme by which the articles of a run are asked for; no word begins so."""
    return f"#n{run}"


def within_runs(expression: Expression, runs: Iterable[int]) -> Expression:
    """Narrow ``expression`` to the articles of some runs."""
    return all_of((expression, any_of(Token(run_lexeme(run)) for run in runs)))


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
