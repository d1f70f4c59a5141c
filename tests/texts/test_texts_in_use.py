"""Commands, help, menus, documents and texts hold together, and nothing is said outside of them."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.handlers.commands import COMMANDS, ROLES, Who, find, nearest, open_to
from bot.texts import LANGUAGES, VIETNAMESE, Texts
from tests.texts.test_language_texts import sentences

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
SPEAKING = [
    path
    for path in sorted(BOT.rglob("*.py"))
    if not {"texts", "playground", "cli"} & set(path.relative_to(BOT).parts)
]
_VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãạáằẳẵặắầẩẫậấèẻẽẹéềểễệếìỉĩịíòỏõọóồổỗộốờởỡợớùủũụúừửữựứỳỷỹỵý]", re.IGNORECASE
)


def strings(tree: ast.AST) -> Iterator[str]:
    """Give the strings of a module that are no docstrings."""
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(BOT)))
def test_sentences_stand_in_the_texts_alone(path: Path) -> None:
    """No Vietnamese sentence hides in the code: it would be missing in every other language."""
    found = strings(ast.parse(path.read_text(encoding="utf-8")))
    said = [one for one in found if one.count(" ") > 1 and _VIETNAMESE.search(one)]
    assert said == []


def fields(value: object) -> Iterator[str]:
    """Give the names of all texts."""
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        inner = getattr(value, field.name)
        yield field.name
        if dataclasses.is_dataclass(inner):
            yield from fields(inner)


def test_every_text_is_said_somewhere() -> None:
    """What nobody reads any more is taken out of every language."""
    code = "".join(
        path.read_text(encoding="utf-8") for path in BOT.rglob("*.py") if "texts" not in path.parts
    ) + (BOT / "texts" / "moments.py").read_text(encoding="utf-8")
    made = re.findall(r'f"(\w+_)\{', code)  # a name that is put together from its kind
    names = {name for name in fields(VIETNAMESE) if not name.startswith(tuple(made))}
    assert {name for name in names if not re.search(rf"\.{name}\b", code)} == set()


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_every_example_begins_with_its_own_command(texts: Texts) -> None:
    """By the name that the language's menu shows."""
    for command in COMMANDS:
        name = command.words(texts).example.removeprefix("/").partition(" ")[0]
        assert find(name) is command
        assert name == command.shown(texts)


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_sentences_name_commands_as_the_menu_does(texts: Texts) -> None:
    """Whoever reads English finds "/latest" in the menu, and no "/moi"."""
    shown = {command.shown(texts) for command in COMMANDS}
    for name, sentence in sentences(texts):
        said = set(re.findall(r"(?<![\w:/.<{}])/([a-z]{2,})\b", sentence))
        assert said <= shown, (name, sentence)


def test_every_name_is_one_command_and_slips_find_the_nearest() -> None:
    """A letter too many, too few, or two in the wrong order."""
    names = [name for one in COMMANDS for name in (one.name, *one.aliases)]
    assert len(names) == len(set(names))
    for command in COMMANDS:
        slips = [command.name + command.name[-1], command.name[0] + command.name]
        for slip in slips:
            assert find(slip) is None
            assert nearest(slip) is command, slip


def test_roles_see_what_they_may_use() -> None:
    """Readers nothing of the desk, editors their part, admins everything."""
    readers, editors = set(open_to(frozenset())), set(open_to(frozenset({Who.EDITORS})))
    admins = set(open_to(ROLES))
    assert readers < editors < admins == set(COMMANDS)
    assert {one.name for one in editors - readers} == {"dang", "thongke"}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.who in ROLES], ids=lambda c: c.name)
def test_the_page_for_those_who_run_the_bot_has_every_command(command: object) -> None:
    """With what each does."""
    page = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    assert f"`/{command.name}" in page  # type: ignore[attr-defined]
