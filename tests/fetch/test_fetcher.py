# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""Bodies come politely and within limits, and what goes wrong is told in our own words."""

import asyncio
import contextlib
import gzip
import logging
import sys
import time
import zlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from digests.errors import (
    BodyTooLarge,
    FetchError,
    FetchTimeout,
    HttpStatusError,
    RobotsRefused,
)
from digests.fetch import Fetched, Fetcher, FetchSettings, NotModified, user_agent
from tests.fetch.conftest import Site

CPU_LIMIT = 2.0 if sys.gettrace() is None else 6.0
"""Seconds of CPU; a tracer, such as that of the coverage, makes everything some times slower."""

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def fetcher(**changes: object) -> Fetcher:
    usual: dict[str, object] = {"allow_private": True, "host_pause": 0.0, "timeout": 5.0}
    return Fetcher(FetchSettings(**(usual | changes)), now=lambda: NOW)  # type: ignore[arg-type]


async def fetched(asking: Fetcher, url: str) -> Fetched:
    answer = await asking.get(url)
    assert isinstance(answer, Fetched)
    return answer


async def test_a_body_comes_with_what_the_next_poll_needs(site: Site) -> None:
    """Body, kind, ETag, Last-Modified and the time for which it is fresh."""
    site.says(
        "/rss",
        b"<rss/>",
        Content_Type="text/xml; charset=utf-8",
        ETag='"a"',
        Last_Modified="Mon, 23 Nov 2026 00:00:00 GMT",
        Cache_Control="public, max-age=600",
        Age="100",
    )
    async with fetcher(user_agent=user_agent("mailto:toi@bao.example")) as asking:
        answer = await fetched(asking, site.url("/rss"))
    assert (answer.body, answer.status, answer.url) == (b"<rss/>", 200, site.url("/rss"))
    assert (answer.etag, answer.last_modified) == ('"a"', "Mon, 23 Nov 2026 00:00:00 GMT")
    assert (answer.content_type, answer.cache_for, answer.moved_to) == (
        "text/xml; charset=utf-8",
        500.0,
        None,
    )
    assert site.asked[0].headers["User-Agent"] == "diemtin/0.1 (+mailto:toi@bao.example)"


async def test_an_unchanged_body_is_not_sent_again(site: Site) -> None:
    """ETag and Last-Modified are sent back, and 304 is told apart."""

    async def answer(request: web.Request) -> web.Response:
        same = (
            request.headers.get("If-None-Match") == '"a"' and "If-Modified-Since" in request.headers
        )
        return web.Response(
            status=304 if same else 500, headers={"Expires": "Mon, 23 Nov 2026 00:05:00 GMT"}
        )

    site.answers["/rss"] = answer
    async with fetcher() as asking:
        said = await asking.get(
            site.url("/rss"), etag='"a"', last_modified="Mon, 23 Nov 2026 00:00:00 GMT"
        )
    assert said == NotModified(300.0, site.url("/rss"), None)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"tin" * 100, mtime=0)), ("gzip", gzip.compress(b"tin" * 50, mtime=0) + gzip.compress(b"tin" * 50, mtime=0)), ("x-gzip", gzip.compress(b"tin" * 100, mtime=0) + b"\0\0"),
        ("deflate", zlib.compress(b"tin" * 100)), ("deflate", zlib.compress(b"tin" * 100)[2:-4]), ("identity", b"tin" * 100),
    ],
)  # fmt: skip
async def test_packed_bodies_are_unpacked(site: Site, encoding: str, packed: bytes) -> None:
    """Gzip in one or several members, deflate with and without its frame."""
    site.says("/rss", packed, Content_Encoding=encoding)
    async with fetcher() as asking:
        assert (await fetched(asking, site.url("/rss"))).body == b"tin" * 100


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b"x" * 2_000_000),
        ({"Content_Encoding": "gzip"}, gzip.compress(b"0" * 200_000_000, 1, mtime=0)),
        ({"Content_Encoding": "deflate"}, zlib.compress(b"0" * 50_000_000)),
        ({"Content_Encoding": "gzip"}, gzip.compress(b"0" * 600_000, mtime=0) * 3),
    ],
)
async def test_a_body_that_is_too_large_is_cut_short(
    site: Site, headers: dict[str, str], body: bytes
) -> None:
    """More bytes than allowed, before or after unpacking, stop the reading."""
    site.says("/rss", body, 200, **headers)
    began = time.process_time()
    async with fetcher(max_bytes=1_000_000) as asking:
        with pytest.raises(BodyTooLarge):
            await asking.get(site.url("/rss"))
    assert time.process_time() - began < CPU_LIMIT


async def test_an_endless_body_is_cut_short(site: Site) -> None:
    """A body that never ends is stopped by size, without ever being held whole."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65_536)
        except ConnectionError:
            return response

    site.answers["/rss"] = endless
    async with fetcher(max_bytes=1_000_000) as asking:
        with pytest.raises(BodyTooLarge):
            await asking.get(site.url("/rss"))


async def test_a_slow_body_is_given_up_in_time(site: Site) -> None:
    """A byte now and then does not keep a request alive."""

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                await response.write(b"x")
                await asyncio.sleep(0.05)
        return response

    site.answers["/rss"] = slow
    async with fetcher(timeout=0.4) as asking:
        began = time.monotonic()
        with pytest.raises(FetchTimeout):
            await asking.get(site.url("/rss"))
        assert time.monotonic() - began < 3.0


@pytest.mark.parametrize(
    "wrong", [("gzip", b"no gzip"), ("br", b"x"), ("deflate", b"\xff\xff\xff")]
)
async def test_a_wrongly_packed_body_is_an_error(site: Site, wrong: tuple[str, bytes]) -> None:
    """What cannot be unpacked, or was not asked for, is refused."""
    site.says("/rss", wrong[1], Content_Encoding=wrong[0])
    async with fetcher() as asking:
        with pytest.raises(FetchError, match="packed"):
            await asking.get(site.url("/rss"))


async def test_permanent_redirects_move_and_others_do_not(site: Site) -> None:
    """moved_to ends where the chain of permanent redirects ends."""
    site.says("/cu", status=301, Location="/moi")
    site.says("/moi", status=308, Location="/tam")
    site.says("/tam", status=302, Location=site.url("/rss", "127.0.0.2"))
    site.says("/rss", b"ok")
    async with fetcher() as asking:
        lasting = await fetched(asking, site.url("/cu"))
        passing = await fetched(asking, site.url("/tam"))
    assert (lasting.moved_to, lasting.url) == (site.url("/tam"), site.url("/rss", "127.0.0.2"))
    assert passing.moved_to is None


async def test_redirects_in_a_circle_or_without_end_are_refused(site: Site) -> None:
    """Circles are recognised, long chains have an end."""
    site.says("/a", status=302, Location="/b")
    site.says("/b", status=302, Location="/a")
    for n in range(30):
        site.says(f"/{n}", status=302, Location=f"/{n + 1}")
    async with fetcher() as asking:
        with pytest.raises(FetchError, match="circle"):
            await asking.get(site.url("/a"))
        with pytest.raises(FetchError, match="too many"):
            await asking.get(site.url("/0"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 500, 503])
async def test_a_status_that_is_no_success_is_an_error(site: Site, status: int) -> None:
    """The number is kept: 410 and 429 are decided on by it."""
    site.says("/rss", status=status)
    async with fetcher() as asking:
        with pytest.raises(HttpStatusError) as error:
            await asking.get(site.url("/rss"))
    assert error.value.status == status


@pytest.mark.parametrize("after", ["120", "Mon, 23 Nov 2026 00:02:00 GMT"])
async def test_a_host_that_asks_for_silence_gets_it(site: Site, after: str) -> None:
    """Retry-After is told, in seconds or as a date, and nothing more is asked of the host till then."""
    site.says("/rss", status=429, Retry_After=after)
    site.says("/khac", b"ok")
    async with fetcher() as asking:
        for path in ("/rss", "/khac"):
            with pytest.raises(HttpStatusError) as error:
                await asking.get(site.url(path))
            assert error.value.retry_at == NOW + timedelta(minutes=2)
        assert (await fetched(asking, site.url("/khac", "127.0.0.9"))).body == b"ok"
    assert [request.path for request in site.asked] == ["/rss", "/khac"]


async def test_one_request_a_host_at_a_time_with_a_pause(site: Site) -> None:
    """Requests to one host stand in line; those to another do not wait for them."""
    times: list[tuple[str, float, float]] = []

    async def answer(request: web.Request) -> web.Response:
        began = time.monotonic()
        await asyncio.sleep(0.05)
        times.append((request.host, began, time.monotonic()))
        return web.Response(body=b"ok")

    site.answers["/rss"] = answer
    async with fetcher(host_pause=0.1) as asking:
        await asyncio.gather(
            *(asking.get(site.url("/rss", host)) for host in ["127.0.0.1"] * 3 + ["127.0.0.2"])
        )
    first = sorted((began, ended) for host, began, ended in times if host.startswith("127.0.0.1:"))
    assert all(late[0] - early[1] >= 0.09 for early, late in pairwise(first))
    other = next(began for host, began, _ in times if host.startswith("127.0.0.2"))
    assert other < first[1][0]


async def test_a_slow_host_holds_nobody_up(site: Site) -> None:
    """While one host is silent, others are answered."""

    async def silent(_: web.Request) -> web.Response:
        await asyncio.sleep(1.5)
        return web.Response()

    site.answers["/cham"] = silent
    site.says("/nhanh", b"ok")
    async with fetcher(timeout=1.0) as asking:
        waiting = asyncio.create_task(asking.get(site.url("/cham")))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        for n in range(2, 30):
            await asking.get(site.url("/nhanh", f"127.0.0.{n}"))
        assert time.monotonic() - began < 0.9
        with pytest.raises(FetchTimeout):
            await waiting


ROBOTS = b"User-agent: *\nDisallow: /rieng/\nCrawl-delay: 0.2\n\nUser-agent: kedoc\nDisallow: /"


async def test_robots_are_asked_once_and_obeyed_for_pages(site: Site) -> None:
    """What robots.txt forbids is not asked for; feeds do not ask it."""
    site.says("/robots.txt", ROBOTS)
    site.says("/rieng/bai", b"x")
    site.says("/bai", b"x")
    async with fetcher() as asking:
        assert isinstance(await asking.get(site.url("/bai"), robots=True), Fetched)
        for _ in range(2):
            with pytest.raises(RobotsRefused):
                await asking.get(site.url("/rieng/bai"), robots=True)
        assert isinstance(await asking.get(site.url("/rieng/bai")), Fetched)
    assert [request.path for request in site.asked] == ["/robots.txt", "/bai", "/rieng/bai"]


async def test_robots_can_be_overridden(site: Site) -> None:
    """An operator may read all the same."""
    site.says("/robots.txt", ROBOTS)
    site.says("/rieng/bai", b"x")
    async with fetcher(obey_robots=False) as asking:
        assert isinstance(await asking.get(site.url("/rieng/bai"), robots=True), Fetched)


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)]
)
async def test_a_site_without_robots_is_open_and_one_that_fails_is_not(
    site: Site, status: int, allowed: bool
) -> None:
    """RFC 9309: 4xx allows all; a site that cannot say is left alone for now."""
    site.says("/robots.txt", status=status)
    site.says("/bai", b"x")
    async with fetcher() as asking:
        if allowed:
            assert isinstance(await asking.get(site.url("/bai"), robots=True), Fetched)
        else:
            for _ in range(2):
                with pytest.raises(HttpStatusError, match=rf"/robots\.txt: .*{status}"):
                    await asking.get(site.url("/bai"), robots=True)
            assert [request.path for request in site.asked] == ["/robots.txt"]


async def test_a_login_goes_in_a_header_and_never_into_a_message(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """User, password and keys stand in no error, answer or log; another host never sees them."""
    caplog.set_level(logging.DEBUG)
    secret = f"http://toi:mat%20khau@127.0.0.1:{site.port}"
    site.says("/di", status=302, Location=site.url("/loi", "127.0.0.3"))
    async with fetcher() as asking:
        for path in ("/loi?token=bimat123&a=1", "/di"):
            with pytest.raises(FetchError) as error:
                await asking.get(secret + path)
            told = f"{error.value!r} {error.value.url} {error.value.__cause__!r}"
            assert not any(word in told for word in ("toi", "khau", "bimat123"))
    assert [request.headers.get("Authorization") for request in site.asked] == [
        "Basic dG9pOm1hdCBraGF1"
    ] * 2 + [None]
    assert "khau" not in caplog.text
    assert "bimat123" not in caplog.text


async def test_what_is_not_there_is_told_in_one_sentence() -> None:
    """A refused connection and an unknown name have their own words."""
    async with fetcher() as asking:
        with pytest.raises(FetchError, match="refused"):
            await asking.get("http://127.0.0.1:1/")
        with pytest.raises(FetchError, match="not known"):
            await asking.get("http://khong-co.invalid/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tin",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a b/",
        "http://a.example:99999/",
        "http://\ud800/",
    ],
)
async def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Nothing but our own error comes of any text."""
    async with fetcher() as asking:
        with pytest.raises(FetchError):
            await asking.get(url)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n", b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 1_000_000 + b"\r\n\r\n", b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"", b"HTTP/1.1 301 Moved\r\nLocation: http://[::bad\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    ],
)  # fmt: skip
async def test_answers_that_are_not_http_are_an_error(head: bytes) -> None:
    """Header bombs, cut bodies and nonsense give our own error."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, fetcher() as asking:
        with pytest.raises(FetchError):
            await asking.get(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")


async def test_everything_goes_through_the_proxy(site: Site) -> None:
    """With a proxy the proxy is asked, by the whole address."""
    site.says("/rss", b"tu proxy")
    async with fetcher(proxy=site.url().rstrip("/"), allow_private=True) as asking:
        answer = await fetched(asking, "http://127.0.0.77:1/rss")
    assert answer.body == b"tu proxy"
    assert str(site.asked[0].url) == "http://127.0.0.77:1/rss"


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": 0},
        {"max_bytes": -1},
        {"host_pause": -1},
        {"user_agent": "a\r\nb"},
        {"user_agent": " "},
        {"proxy": "socks5://x"},
        {"proxy": "proxy"},
    ],
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    """Each is named by one sentence."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        FetchSettings(**wrong)  # type: ignore[arg-type]


async def test_slow_redirects_share_the_time_of_one_request(site: Site) -> None:
    """A chain of slow answers takes no longer than one may."""

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response(status=302, headers={"Location": f"/{len(site.asked)}"})

    site.answers |= {f"/{n}": slow for n in range(20)}
    async with fetcher(timeout=0.8) as asking:
        with pytest.raises(FetchTimeout):
            await asking.get(site.url("/0"))
    assert len(site.asked) <= 3
