"""The papers over HTTP: feeds, pages, pictures, publication one by one, outages."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from bot.playground.newspaper import Newspaper, load_content
from digests.feeds import parse
from digests.pages import read

Forward = Callable[[float], datetime]
PAPERS = [paper.slug for paper in load_content().papers]
HOME = "http://127.0.0.1:8080"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("paper", PAPERS)
async def test_a_feed_says_what_is_out(
    newspaper: Newspaper, client: httpx.AsyncClient, paper: str
) -> None:
    """The feed lists the paper's published articles, newest first, with absolute links."""
    answer = await client.get(f"/bao/{paper}/rss.xml")
    parsed = parse(answer.content, url=str(answer.url))
    wanted = [one for one in newspaper.out() if one.paper.slug == paper]
    assert [entry.title for entry in parsed.entries] == [one.title for one in wanted]
    for entry, article in zip(parsed.entries, wanted, strict=True):
        assert entry.link == f"{HOME}/bao/{paper}/{article.slug}.html"
        assert entry.published == newspaper.published_at(article)
        assert entry.image == f"{HOME}/bao/anh/{article.pictures[0].name}.jpg"


async def test_the_papers_offer_three_kinds_of_feed(
    newspaper: Newspaper, client: httpx.AsyncClient
) -> None:
    """RSS, Atom and JSON Feed are there to be read, each with its media type."""
    kinds = {}
    for paper, feed in zip(newspaper.papers, newspaper.feeds(HOME), strict=True):
        answer = await client.get(feed.url)
        is_json = answer.headers["content-type"].startswith("application/feed+json")
        kinds[paper.slug] = "json" if is_json else ET.fromstring(answer.text).tag  # noqa: S314
        assert answer.headers["content-type"].startswith(paper.feed.media_type)
    assert set(kinds.values()) == {"rss", f"{ATOM}feed", "json"}
    assert newspaper.feeds(HOME)[list(kinds).index("dai-ngan")].url.endswith("/feed.json")


@pytest.mark.parametrize("paper", PAPERS)
async def test_the_reader_finds_what_the_paper_meant(
    newspaper: Newspaper, client: httpx.AsyncClient, paper: str
) -> None:
    """Each family of markup gives title, lead without its prefix, captions and paragraphs."""
    for article in newspaper.out():
        if article.paper.slug != paper:
            continue
        answer = await client.get(f"/bao/{paper}/{article.slug}.html")
        found = read(answer.content, url=str(answer.url))
        assert found.title == article.title
        assert found.lead == article.lead
        assert found.section == article.section.name
        assert found.paragraphs == article.paragraphs
        assert [photo.caption for photo in found.photos] == [p.caption for p in article.pictures]
        assert (found.lead_prefix or "").strip("()") == article.paper.prefix.strip("()- ")


async def test_an_unchanged_feed_costs_no_body(client: httpx.AsyncClient) -> None:
    """The ETag and the date of the last answer each give 304 while nothing is new."""
    first = await client.get("/bao/song-hong/rss.xml")
    by_tag = await client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    by_date = await client.get(
        first.url, headers={"If-Modified-Since": first.headers["last-modified"]}
    )
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert by_tag.headers["etag"] == first.headers["etag"]
    assert by_date.status_code == 304


async def test_an_etag_of_another_body_outranks_the_date(client: httpx.AsyncClient) -> None:
    """Where both are sent, only the ETag counts (RFC 9110, 13.2.2)."""
    first = await client.get("/bao/song-hong/rss.xml")
    asked = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    assert (await client.get(first.url, headers=asked)).status_code == 200
    broken = await client.get(first.url, headers={"If-Modified-Since": "yesterday"})
    assert broken.status_code == 200


async def test_new_articles_come_out_one_by_one(
    newspaper: Newspaper, forward: Forward, client: httpx.AsyncClient
) -> None:
    """The first comes twenty seconds after the start, each further one a pause later."""
    before = newspaper.out()
    forward(19)
    assert newspaper.out() == before
    now = forward(1)
    first = newspaper.out()[0]
    assert first.arrives == 1
    url = f"/bao/{first.paper.slug}/rss.xml"
    feed = await client.get(url)
    assert first.title in feed.text
    assert parsedate_to_datetime(feed.headers["last-modified"]) == now
    forward(45 * 8)
    assert len(newspaper.out()) == len(newspaper.articles)
    assert newspaper.out()[0].arrives == 9


async def test_a_changed_feed_has_another_etag(forward: Forward, client: httpx.AsyncClient) -> None:
    """An asker with the old ETag gets the new feed once something came out."""
    first = await client.get("/bao/bien-xanh/rss.xml")
    forward(20)
    second = await client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


async def test_what_is_not_out_cannot_be_read(
    newspaper: Newspaper, forward: Forward, client: httpx.AsyncClient
) -> None:
    """The page of an article to come is 404 until its time."""
    coming = newspaper.articles[-1]
    url = f"/bao/{coming.paper.slug}/{coming.slug}.html"
    assert (await client.get(url)).status_code == 404
    forward(3600)
    assert (await client.get(url)).status_code == 200


@pytest.mark.parametrize("paper", PAPERS)
async def test_a_front_page_leads_to_feed_articles_and_sections(
    client: httpx.AsyncClient, paper: str
) -> None:
    """Everything that a front page links to on this host answers, and it names its feed."""
    page = await client.get(f"/bao/{paper}/")
    assert re.search(r'rel="alternate"[^>]+(rss\.xml|feed\.json)', page.text)
    for link in set(re.findall(rf'(?:href|src)="({HOME}/[^"]+)"', page.text)):
        assert (await client.get(link)).status_code == 200, link


@pytest.mark.parametrize("paper", PAPERS)
async def test_a_section_has_its_own_feed(
    newspaper: Newspaper, client: httpx.AsyncClient, paper: str
) -> None:
    """A section's feed and front page hold that section's articles only."""
    known = next(one for one in newspaper.papers if one.slug == paper)
    for section in newspaper.sections(known):
        answer = await client.get(f"/bao/{paper}/rss/{section.slug}.xml")
        titles = [entry.title for entry in parse(answer.content, url=str(answer.url)).entries]
        assert titles == [one.title for one in newspaper.out(known, section)]
        assert (await client.get(f"/bao/{paper}/chuyen-muc/{section.slug}/")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["khong-co/", "khong-co/rss.xml", "song-hong/khong-co.html", "song-hong/rss/khong-co.xml",
     "song-hong/chuyen-muc/khong-co/", "anh/khong-co.jpg", "anh/..%2Fpress.py.jpg"],
)  # fmt: skip
async def test_an_unknown_address_is_404(client: httpx.AsyncClient, path: str) -> None:
    """Unknown papers, articles, sections and pictures are 404, never an error."""
    assert (await client.get(f"/bao/{path}")).status_code == 404


async def test_a_picture_is_a_jpeg(client: httpx.AsyncClient) -> None:
    """Pictures come as JPEG bytes that may be kept for a day."""
    answer = await client.get("/bao/anh/lua-chin.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")
    assert "max-age" in answer.headers["cache-control"]


async def test_the_structured_data_is_json_that_agrees_with_the_page(
    newspaper: Newspaper, client: httpx.AsyncClient
) -> None:
    """The modern paper's JSON-LD parses and says the same as the page."""
    article = next(one for one in newspaper.out() if one.paper.family == "modern")
    page = await client.get(f"/bao/{article.paper.slug}/{article.slug}.html")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["headline"] == article.title
    assert told["author"]["name"] == article.author


async def test_links_follow_the_address_that_was_asked(client: httpx.AsyncClient) -> None:
    """Whoever asks by another host name is given links with that name."""
    feed = await client.get("http://localhost:9999/bao/song-hong/rss.xml")
    assert "http://localhost:9999/bao/song-hong/" in feed.text
    assert HOME not in feed.text


async def test_the_bot_is_told_one_feed_a_paper(
    newspaper: Newspaper, client: httpx.AsyncClient
) -> None:
    """The addresses for the bot answer, and name the paper as readers know it."""
    for feed in newspaper.feeds(f"{HOME}/"):
        answer = await client.get(feed.url)
        assert parse(answer.content, url=feed.url).title == feed.source
        assert (await client.get(feed.home)).status_code == 200


async def test_a_paper_can_be_down_for_a_while(forward: Forward, client: httpx.AsyncClient) -> None:
    """A closed paper answers 503, the others of its host do not; then it is back by itself.

    Without Retry-After, which would hold the host for all of them.
    """
    closed = await client.post("/api/papers/song-hong/outage", json={"seconds": 30})
    assert closed.json()["seconds_left"] == 30
    down = await client.get("/bao/song-hong/rss.xml")
    assert down.status_code == 503
    assert "retry-after" not in down.headers
    assert (await client.get("/bao/bien-xanh/rss.xml")).status_code == 200
    forward(30)
    assert (await client.get("/bao/song-hong/rss.xml")).status_code == 200


async def test_a_paper_can_be_opened_again_at_once(client: httpx.AsyncClient) -> None:
    """Taking the outage away brings the paper back."""
    await client.post("/api/papers/song-hong/outage", json={"seconds": 30})
    assert "seconds_left" not in (await client.delete("/api/papers/song-hong/outage")).json()
    assert (await client.get("/bao/song-hong/")).status_code == 200


async def test_the_newsroom_counts_what_is_out(forward: Forward, client: httpx.AsyncClient) -> None:
    """The operator sees how many articles of each paper are out."""
    forward(timedelta(hours=1).total_seconds())
    papers = (await client.get("/api/papers")).json()
    assert [one["slug"] for one in papers] == PAPERS
    assert all(one["out"] == one["all"] for one in papers)


async def test_an_event_is_told_by_every_paper_once_somebody_lets_it_happen(
    newspaper: Newspaper, forward: Forward, client: httpx.AsyncClient
) -> None:
    """Before that no paper knows of it; then one after the other does, within a minute."""
    forward(timedelta(hours=1).total_seconds())
    (waiting,) = (await client.get("/api/happenings")).json()
    assert (waiting["out"], waiting["all"]) == (0, len(PAPERS))
    before = newspaper.out()
    told = await client.post(f"/api/happenings/{waiting['event']}")
    assert (told.status_code, told.json()["out"]) == (201, 1)
    forward(5)
    assert (await client.get("/api/happenings")).json()[0]["out"] == 2
    forward(55)
    again = await client.post(f"/api/happenings/{waiting['event']}")
    assert again.json()["out"] == len(PAPERS)
    new = [article for article in newspaper.out() if article not in before]
    assert {article.paper.slug for article in new} == set(PAPERS)
    assert {article.event for article in new} == {waiting["event"]}


async def test_no_other_event_can_be_let_happen(client: httpx.AsyncClient) -> None:
    """What no paper waits to tell is 404, and a page of another origin is refused."""
    address = "/api/happenings/gia-ca-phe"
    foreign = await client.post(address, headers={"Origin": "https://example.com"})
    assert ((await client.post(address)).status_code, foreign.status_code) == (404, 403)


@pytest.mark.parametrize("given", [{}, {"seconds": 0}, {"seconds": "x"}, {"seconds": True}, []])
async def test_an_impossible_outage_is_refused(client: httpx.AsyncClient, given: object) -> None:
    """Anything but a sensible number of seconds is 400 with a sentence."""
    answer = await client.post("/api/papers/song-hong/outage", json=given)
    assert answer.status_code == 400
    assert "seconds" in answer.json()["error"]


async def test_the_newsroom_is_closed_to_strangers(client: httpx.AsyncClient) -> None:
    """An unknown paper is 404; a page of another origin is refused."""
    unknown = await client.post("/api/papers/khong-co/outage", json={"seconds": 5})
    foreign = await client.get("/api/papers", headers={"Origin": "https://example.com"})
    broken = await client.post("/api/papers/song-hong/outage", content=b"{")
    assert (unknown.status_code, foreign.status_code, broken.status_code) == (404, 403, 400)
