# ruff: noqa: E501 - the pages are 120 characters wide
"""Write docs/metrics.md, docs/commands.md and docs/tables.md from the program itself.

usage: python -m tools.document_program
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from typer.main import get_command

from bot.cli import app
from bot.handlers.commands import COMMANDS, Command
from bot.monitoring import Metrics
from bot.texts import texts_for
from digests.store.tables import metadata

DOCS = Path(__file__).resolve().parents[1] / "docs"

METRICS = """# Metrics

Served at `/metrics` in Prometheus' text format, when `DIEMTIN_METRICS_PORT` is set. `deploy/` has a dashboard for Grafana
and alert rules for all of it. What is said of the store (feeds, articles, subscribers, deliveries) is the same in every
process that shares it: take the `max`; what a process does itself (polls, requests, updates) is its own: take the `sum`.
Who reads and what waits is counted every ten seconds at most, the rest so seldom that it takes a hundredth of the time.
Of several bots on one store each is told apart by `bot`, its name, empty for the one without. What a process does carries
no such label: `diemtin_info` says whose process it is (`… * on (instance) group_left (bot) diemtin_info`).

| metric | kind | labels | what it says |
| --- | --- | --- | --- |
"""

COMMANDS_HEAD = """# Commands

Written by `make docs` from the program itself.

## In the chat

Diacritics, capitals and small slips do not matter; every command has a Vietnamese and an English name. *Who*: anyone;
the chat's admins (in a private chat the person); only in private; the bot's editors or admins.

| command | also | who | what it does | example |
| --- | --- | --- | --- | --- |
"""

CLI_HEAD = """
## On the command line

`--json` prints one JSON object a line. Anything wrong is one sentence on standard error and status 1 (2 for wrong usage).

"""

TABLES = """# Tables

Everything that is stored. Instants are UTC. `make docs` writes this page from the schema; a test holds it to be complete.
What concerns a person is marked 👤: `/dulieu` gives it to them, `/xoa` deletes it.

"""

ABOUT = {
    "sources": "Publishers.",
    "feeds": "Feeds with their state, their interval and their health.",
    "articles": "The archive: what pages said, and the digests.",
    "entries": "Which entry of which feed became which article.",
    "addresses": "Every address that leads to an article.",
    "forgotten": "By what articles were known that are kept no longer, so that no feed brings them back.",
    "signatures": "What an event is recognised by, for as long as it is news.",
    "signature_keys": "The same, by key: how candidates of a story are found.",
    "article_keywords": "Which followed keywords an article answers.",
    "subscribers": "👤 Chats with their choices: language, hours, quiet hours, limits. No names of persons beyond the "
    "title that the chat itself shows.",
    "subscriptions": "👤 What a chat follows or keeps away.",
    "run_by": "👤 Which channels and groups a person runs from their private chat.",
    "editions": "Round-ups that were made: for whom, for which hour, of what.",
    "deliveries": "The outbox: what is owed to whom, and what came of it.",
    "given_photos": "Photos that editors gave to a bot, for the other bots of the store.",
    "photo_refs": "The numbers under which a network keeps pictures that a bot sent to it.",
    "saved": "👤 Articles that a person put aside.",
    "searches": "How often words were searched: never by whom.",
    "queries": "Words that buttons refer to, by a number drawn at random: never by whom.",
    "audit": "What admins did, with their Telegram id: `/dulieu` gives it to them, `/xoa` leaves it, for those who answer "
    "for the bot.",
    "drafts": "Articles and announcements that editors have in hand, with their Telegram id; as above.",
    "closed_chats": "Chats that admins closed; `/dulieu` tells who runs one since when.",
    "topics": "Topics of forums, by the names that people see.",
    "limits": "Limits of single persons that admins set: `/dulieu` gives them, `/xoa` leaves them.",
    "daily_numbers": "Numbers by day, for the charts.",
    "incidents": "What went wrong, for `/nhatky`: kinds and counts.",
    "updates": "👤 What came in and is not handled yet; the words go as soon as it is, the number after two days.",
    "fan_outs": "Articles on their way to very many readers, and how far each came.",
    "senders": "Which processes send, where several share the store.",
    "shards": "Which sender has which part of the chats.",
    "meta": "Single values by name: leases, pauses.",
}


def cell(text: object) -> str:
    """Give ``text`` as it may stand in a cell of a table."""
    return " ".join(re.sub(r"<[^>]+>", "", str(text)).replace("|", "\\|").split())


def row(cells: Iterable[object]) -> str:
    """Give a line of a table."""
    return "| " + " | ".join(cell(one) for one in cells) + " |"


def metrics() -> str:
    """Give docs/metrics.md."""
    rows = []
    for family in sorted(Metrics("docs").registry.collect(), key=lambda one: one.name):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = sorted({label for sample in family.samples for label in sample.labels} - {"le"})
        shown = ", ".join(f"`{label}`" for label in labels) or LABELS.get(family.name, "–")
        rows.append(row([f"`{name}`", family.type, shown, family.documentation]))
    return METRICS + "\n".join(rows) + "\n"


LABELS = {
    "diemtin_feeds": "`state`",
    "diemtin_subscribers": "`bot`, `state`",
    "diemtin_deliveries": "`bot`, `state`",
    "diemtin_oldest_owed_seconds": "`bot`",
    "diemtin_polls": "`outcome`",
    "diemtin_telegram_requests": "`method`, `status`",
    "diemtin_telegram_request_seconds": "`method`",
    "diemtin_updates": "`outcome`: handled, slowed, ignored",
    "diemtin_webhook_requests": "`outcome`: taken, forbidden, broken, late",
    "diemtin_stalled": "`stall`: not_polling, no_answers, not_sending",
}


def chat_command(command: Command) -> str:
    """Give the row of one command of the chat."""
    words = command.words(texts_for("en"))
    also = ", ".join(f"`/{name}`" for name in command.aliases)
    example = f"`{words.example}`" if words.example else ""
    return row([f"`/{command.name}`", also, command.who.replace("_", " "), words.help, example])


def cli_commands(group: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - Typer keeps its own copy of click
    """Give what each command of the command line does, with its options."""
    for key, command in sorted(group.commands.items()):
        path = f"{name} {key}"
        if hasattr(command, "commands"):
            yield from cli_commands(command, path)
            continue
        context = command.context_class(command, info_name=path)
        yield f"### `{path}`\n\n{cell(command.help or '')}\n\n```\n"
        yield "usage: " + " ".join([path, *command.collect_usage_pieces(context)]) + "\n"
        for option in command.params:
            if option.param_type_name == "option" and (told := option.get_help_record(context)):
                yield f"  {told[0]:<24} {cell(told[1])}\n"
        yield "```\n\n"


def commands() -> str:
    """Give docs/commands.md."""
    chat = "\n".join(chat_command(command) for command in COMMANDS)
    return (
        COMMANDS_HEAD + chat + "\n" + CLI_HEAD + "".join(cli_commands(get_command(app), "diemtin"))
    )


def table(found: Table) -> str:
    """Give the section of one table."""
    lines = [
        f"## `{found.name}`",
        "",
        ABOUT[found.name],
        "",
        "| column | kind | |",
        "| --- | --- | --- |",
    ]
    for column in found.columns:
        marks = [
            "key" if column.primary_key else "",
            *(f"→ `{key.target_fullname}`" for key in column.foreign_keys),
            "may be empty" if column.nullable else "",
        ]
        lines.append(row([f"`{column.name}`", column.type, ", ".join(filter(None, marks))]))
    return "\n".join(lines) + "\n"


def tables() -> str:
    """Give docs/tables.md."""
    return TABLES + "\n".join(table(metadata.tables[name]) for name in ABOUT)


if __name__ == "__main__":
    for name, text in (("metrics", metrics()), ("commands", commands()), ("tables", tables())):
        (DOCS / f"{name}.md").write_text(text.rstrip() + "\n", encoding="utf-8")
