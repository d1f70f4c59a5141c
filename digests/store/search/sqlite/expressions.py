"""Expressions in the language of FTS5. Every token is quoted, so that no text can be syntax."""

from digests.store.search.expressions import AllOf, AnyOf, Expression, InColumns, Token


def fts5(expression: Expression) -> str:
    """Give what to MATCH for ``expression``, which must ask for something."""
    match expression:
        case Token(text, open_end):
            return '"' + text.replace('"', '""') + '"' + "*" * open_end
        case AllOf(parts):
            return " AND ".join(map(_bracketed, parts))
        case AnyOf(parts):
            return " OR ".join(map(_bracketed, parts))
        case InColumns(columns, part):
            return f"{{{' '.join(columns)}}} : ({fts5(part)})"


def _bracketed(expression: Expression) -> str:
    text = fts5(expression)
    return text if isinstance(expression, Token) else f"({text})"
