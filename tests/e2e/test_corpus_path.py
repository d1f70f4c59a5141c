"""The whole path over the shared corpus: its feeds, its pages, and what readers get of them."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.lifecycle import Program
from digests.model import StoredArticle
from digests.vietnamese.folding import fold
from tests.e2e.conftest import House, until

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LINK = re.compile(rb"https?://\w+\.example/bai-viet-(\d+)\.html(?:\?[^<\s\"\]]*)?")
GONE_EVERY = 6
"""Every so many entries one leads to a page that is gone: six feeds of 20, a hundred pages."""

pytestmark = pytest.mark.skipif(
    not (CORPUS / "feeds").is_dir(), reason=f"the shared corpus is not at {CORPUS}"
)


@dataclass(frozen=True)
class Served:
    """What is served: the gold of each page by its path, and the paths that are gone."""

    pages: dict[str, dict[str, Any]]
    gone: list[str]
    feeds: list[str]


def serve(house: House) -> Served:
    """Publish the feeds with links that lead to the pages, in order; the pages are unchanged."""
    lines = (CORPUS / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    golds = [json.loads(line) for line in lines]
    served = Served({}, [], [])
    waiting = iter(golds)
    for file in sorted((CORPUS / "feeds").glob("*.xml")):
        body = file.read_bytes()
        numbers = dict.fromkeys(found[1].decode() for found in LINK.finditer(body))
        for number in numbers:
            path = f"/bao/{file.stem}/{number}.html"
            place = len(served.pages) + len(served.gone)
            gold = None if place % GONE_EVERY == GONE_EVERY - 1 else next(waiting, None)
            if gold is None:
                served.gone.append(path)
                continue
            served.pages[path] = gold
            house.paper.put(path, (CORPUS / "pages" / gold["file"]).read_bytes())
        there = f"{house.paper.url}/{file.stem}/".encode()
        body = LINK.sub(lambda found, to=there: to + found[1] + b".html", body)  # type: ignore[misc]
        house.paper.put(f"/bao/{file.name}", body, "application/xml")
        served.feeds.append(f"{house.paper.url}/{file.name}")
    return served


def plain(text: str | None) -> str:
    """Give a text with one kind of space and composed letters."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def first_sentence(lead: str) -> str:
    """Give the beginning of a lead up to its first full stop, wherever that is."""
    return re.split(r"(?<=[.!?…])\s", plain(lead), maxsplit=1)[0]


async def read_everything(house: House, program: Program, served: Served) -> None:
    """Meet the reader, add the feeds, ask each of them once, and let all be sent."""
    await house.chat.answer("/start")
    house.clock.forward(timedelta(minutes=30))  # before: a lease must not run out under a poll
    for url in served.feeds:
        await program.store.feeds.add(url, source=Path(url).stem, now=house.clock())
    await program.poll()
    await program.poll.finish()
    await program.sender.deliver_all()


async def stored_articles(program: Program) -> dict[str, StoredArticle]:
    """Give everything in the archive by title."""
    found = await program.store.articles.latest(limit=500)
    return {plain(one.article.title): one for one in found}


async def test_every_entry_becomes_its_page_s_article_and_a_digest(house: House) -> None:
    """Title, lead and captions as published; folded words find it; lost pages stop nothing."""
    served = serve(house)
    assert len(served.gone) >= 10
    house.settings = house.settings.model_copy(update={"first_poll_announces": 20})
    async with house.running() as program:
        await read_everything(house, program, served)
        stored = await stored_articles(program)
        count = len(served.pages) + len(served.gone)
        golds = list(served.pages.values())
        wrong = [gold["file"] for gold in golds if plain(gold["title"]) not in stored]
        assert wrong == []
        leads = {
            gold["file"]: stored[plain(gold["title"])].article.lead
            for gold in golds
            if plain(stored[plain(gold["title"])].article.lead) != plain(gold["lead"])
        }
        assert leads == {}
        assert len(stored) == count
        titles = tuple(plain(gold["title"]) for gold in golds)
        await until(lambda: all_told(house, titles), within=60)
        has_digests(house, golds)
        for gold in golds[::10]:
            await is_found(house, gold)


def all_told(house: House, titles: tuple[str, ...]) -> bool:
    """Tell whether the subscriber was sent a message of each title."""
    said = [plain(words) for words in house.chat.words()]
    return all(any(words.startswith(title) for words in said) for title in titles)


def has_digests(house: House, golds: list[dict[str, Any]]) -> None:
    """The subscriber was sent one digest of each: the lead's start, no caption twice."""
    said = [plain(words) for words in house.chat.words()]
    for gold in golds:
        digests = [words for words in said if words.startswith(plain(gold["title"]))]
        assert len(digests) == 1, gold["file"]
        assert first_sentence(gold["lead"]) in digests[0], gold["file"]
        for photo in gold["photos"]:
            caption = plain(photo["caption"])
            if caption and caption not in plain(gold["lead"]):
                assert digests[0].count(caption) <= 1, gold["file"]


async def is_found(house: House, gold: dict[str, Any]) -> None:
    """Words of the title without diacritics find the article among the first results."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(gold["title"]))[:8])
    answer = await house.chat.answer(f"/tim {words}")
    assert plain(gold["title"])[:60] in plain(answer["text"]), words
