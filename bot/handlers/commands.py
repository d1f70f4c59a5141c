"""The one table of commands; help, menus and documents are made from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.texts import CommandWords, Texts
from digests.vietnamese.folding import fold


class Who(StrEnum):
    """Who may use a command or a button."""

    ANYONE = "anyone"
    CHAT_ADMINS = "chat_admins"
    """In a group or channel its admins, in a private chat the person."""
    PERSON = "person"
    """Only in a private chat with the bot: it shows what belongs to the person."""
    EDITORS = "editors"
    """Who publishes for the bot: its editors, and its admins."""
    ADMINS = "admins"
    """The admins of the bot, by their ids in the settings."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, other names for it, who may use it.

    ``admin_words`` are the folded first words behind it that only the bot's admins may use.
    ``international`` says that the name itself stands in the English menu too.
    """

    name: str
    aliases: tuple[str, ...] = ()
    who: Who = Who.ANYONE
    admin_words: frozenset[str] = frozenset()
    international: bool = False

    def demands(self, words: str) -> Who:
        """Say who may use the command with ``words`` behind it."""
        first = fold(words.strip().partition(" ")[0])
        return Who.ADMINS if first in self.admin_words else self.who

    def words(self, texts: Texts) -> CommandWords:
        """Give its few words, its help and its example."""
        return texts.commands[self.name]

    def shown(self, texts: Texts) -> str:
        """Give the name for the menu of a language: in English the first alias."""
        own = texts.language != "en" or self.international or not self.aliases
        return self.name if own else self.aliases[0]


ROLES = frozenset({Who.EDITORS, Who.ADMINS})
"""Those who run the bot."""

TEST_WORDS = frozenset({"thu", "test", "kiem"})
EDIT_WORDS = frozenset({"sua", "doi", "edit"})
OPML_WORDS = frozenset({"opml", "xuat", "export"})
ADD_WORDS = frozenset({"them", "add"})
REMOVE_WORDS = frozenset({"xoa", "bo", "remove", "delete"})
PAUSE_WORDS = frozenset({"tam", "pause"})
RESUME_WORDS = frozenset({"chay", "resume"})

COMMANDS = (
    Command("start", ("batdau",), international=True),
    Command("moi", ("latest",)),
    Command("homnay", ("today",)),
    Command("tim", ("search",)),
    Command("anh", ("photo",)),
    Command("theodoi", ("subscribe",), Who.CHAT_ADMINS),
    Command("danhsach", ("list",)),
    Command("dung", ("stop", "unsubscribe"), Who.CHAT_ADMINS),
    Command("lich", ("schedule",), Who.CHAT_ADMINS),
    Command("tamdung", ("mute",), Who.CHAT_ADMINS),
    Command("caidat", ("settings",), Who.CHAT_ADMINS),
    Command("kenh", ("channels",), Who.PERSON),
    Command("luu", ("saved",), Who.PERSON),
    Command(
        "nguon",
        ("sources",),
        admin_words=ADD_WORDS
        | REMOVE_WORDS
        | PAUSE_WORDS
        | RESUME_WORDS
        | TEST_WORDS
        | EDIT_WORDS
        | OPML_WORDS,
    ),
    Command("dulieu", ("mydata",), Who.PERSON),
    Command("xoa", ("forget",), Who.CHAT_ADMINS),
    Command("trogiup", ("help",)),
    Command("dang", ("post",), Who.EDITORS),
    Command("thongke", ("numbers",), Who.EDITORS),
    Command("trangthai", ("status",), Who.ADMINS),
    Command("nhatky", ("log",), Who.ADMINS),
    Command("treo", ("held",), Who.ADMINS),
    Command("phat", ("announce",), Who.ADMINS),
    Command("chan", ("close",), Who.ADMINS),
    Command("bochan", ("open",), Who.ADMINS),
    Command("hanmuc", ("limit",), Who.ADMINS),
)
_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
_ALIKE = 0.7
_LONGEST_NAME = 3
"""Words of a command's name, spoken."""
_GREETINGS = ("chao", "xinchao", "chaoban", "hello", "hi", "alo")
_ALSO_SPOKEN = (
    dict.fromkeys(("giup", "huongdan", "menu", "lenh", *_GREETINGS), "trogiup")
    | dict.fromkeys(("tinmoi", "tinmoinhat"), "moi")
    | dict.fromkeys(("tinhomnay", "diemtinhomnay"), "homnay")
    | dict.fromkeys(("dunglai", "huydangky", "ngungnhantin", "dungguitin", "botheodoi"), "dung")
    | {"timkiem": "tim"}
)


def find(name: str) -> Command | None:
    """Give the command of a name or alias; capitals and diacritics do not matter ("/Tìm")."""
    return _BY_NAME.get(fold(name))


def spoken(words: str) -> tuple[Command, str] | None:
    """Give the command that words name without its stroke ("theo dõi giá vàng"), and the rest."""
    parts = words.split()
    for count in range(min(_LONGEST_NAME, len(parts)), 0, -1):
        name = fold("".join(parts[:count]).rstrip("!.?…"))
        if command := _BY_NAME.get(_ALSO_SPOKEN.get(name, name)):
            return command, " ".join(parts[count:])
    return None


def nearest(name: str, commands: Iterable[Command] = COMMANDS) -> Command | None:
    """Give the command of ``commands`` whose name is most like ``name``; ``None`` if none is."""
    among = [known for command in commands for known in (command.name, *command.aliases)]
    typed = fold(name)
    swapped = (known for known in among if sorted(known) == sorted(typed))
    alike = [*swapped, *get_close_matches(typed, among, n=1, cutoff=_ALIKE)]
    return _BY_NAME[alike[0]] if alike else None


def open_to_readers() -> tuple[Command, ...]:
    """Give the commands that are not theirs alone who run the bot."""
    return open_to(frozenset())


def open_to(roles: frozenset[Who]) -> tuple[Command, ...]:
    """Give the commands of a person with these roles, readers' commands first."""
    return tuple(one for one in COMMANDS if one.who not in ROLES or one.who in roles)
