"""Throw broken bytes at the readers of feeds: nothing but entries or ``FeedError`` may come out.

``python tools/fuzz_feeds.py [--seconds N] [--seed N] [FILE...]`` changes the given feeds (or
built-in ones) at random. Where atheris is installed, ``--atheris`` lets its coverage lead instead.
A failure is written to ``fuzz-<digest>.bin`` and ends the run with status 1.
"""

import argparse
import contextlib
import hashlib
import importlib
import random
import sys
import time
import traceback
from pathlib import Path

from digests.errors import FeedError
from digests.feeds import discover, parse_as
from digests.model import FeedKind

_URL = "https://bao.example/rss"
_MAX_CPU = 2.0
_PIECES = [
    piece.encode("latin-1")
    for piece in [
        "<",
        ">",
        "&",
        "&amp;",
        "&nbsp;",
        "&#0;",
        "&#x110000;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</channel>",
        "<!DOCTYPE",
        "x[",
        "<!ENTITY",
        "\x00",
        "ÿþ",
        "ï»¿",
        "á»",
        "'",
        '"',
        "xmlns:a=''",
        "a:b:c",
        "http://[",
        "//",
        '"items":',
        "[",
        "{",
        "}",
        "1e999",
        "99/99/9999",
        "24:00",
        "GMT+99",
        "-0000",
    ]
]
_SEEDS = [
    text.encode()
    for text in (
        """<?xml version='1.0' encoding='utf-8'?><rss version='2.0'
        xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Báo</title>
        <link>https://bao.example/</link><item><title>Bão số 9</title>
        <link>/bao-9.html?utm_source=rss</link><guid isPermaLink='false'>9</guid>
        <description><![CDATA[<img src='a.jpg'>Mưa lớn]]></description>
        <pubDate>23/11/2026 07:00</pubDate><media:content url='b.jpg' width='9'/>
        </item></channel></rss>""",
        """<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://bao.example/'><title>B</title>
        <entry><id>1</id><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>b</b>
        </div></title><link href='a'/><updated>2026-11-23T00:00:00Z</updated>
        <content type='html'>&lt;p&gt;c</content></entry></feed>""",
        """{"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [{"id": 1,
        "url": "/a", "content_html": "<p>x", "date_published": "2026-11-23T07:00:00+07:00",
        "authors": [{"name": "An"}], "tags": ["x"]}]}""",
        """<urlset><url><loc>https://bao.example/a-b-c-d-12345.html</loc><news:news>
        <news:title>T</news:title></news:news></url></urlset>""",
        """<!DOCTYPE html><html><head><link rel=alternate type=application/rss+xml href=/rss></head>
        <body><a href=/lu-quet-o-muong-lat-12345.html>Lũ quét ở Mường Lát</a></body></html>""",
    )
]


def check(body: bytes) -> None:
    """Read ``body`` in every way; raise whatever is neither entries nor our own error."""
    began = time.process_time()
    for kind in FeedKind:
        try:
            for entry in parse_as(kind, body, url=_URL).entries:
                assert entry.id and entry.title, entry  # noqa: S101, PT018 - this is the check
                assert entry.published is None or entry.published.tzinfo, entry  # noqa: S101
        except FeedError:
            pass
    with contextlib.suppress(FeedError):
        discover(body, url=_URL)
    if time.process_time() - began > _MAX_CPU * len(FeedKind):
        raise TimeoutError(f"{time.process_time() - began:.1f} s of CPU")


def changed(body: bytes, luck: random.Random) -> bytes:
    """Give ``body`` with some bytes put in, taken out, repeated or changed."""
    made = bytearray(body)
    for _ in range(luck.randint(1, 8)):
        at = luck.randrange(len(made) + 1)
        end = min(len(made), at + luck.choice((0, 0, 1, 2, 8, 60)))
        piece = luck.choice(
            (luck.choice(_PIECES), luck.randbytes(luck.randint(0, 4)), bytes(made[at:end]) * 2)
        )
        made[at:end] = piece
    return bytes(made[: luck.randrange(len(made) + 1)] if luck.random() < 0.2 else made)  # noqa: PLR2004


def run(seeds: list[bytes], seconds: float, seed: int) -> int:
    """Try until the time is over; give the exit status."""
    luck = random.Random(seed)
    until = time.monotonic() + seconds
    tried = 0
    while time.monotonic() < until:
        body = changed(luck.choice(seeds), luck)
        tried += 1
        try:
            check(body)
        except Exception:  # noqa: BLE001 - whatever comes is what we look for
            traceback.print_exc()
            found = Path(f"fuzz-{hashlib.sha256(body).hexdigest()[:12]}.bin")
            found.write_bytes(body)
            print(f"failed after {tried} tries: {found}")
            return 1
    print(f"{tried} tries, nothing found (seed {seed})")
    return 0


def run_atheris(seconds: float) -> int:
    """Let atheris lead; it takes its own options after ``--``."""
    atheris = importlib.import_module("atheris")  # optional: not among our dependencies
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}"], check)
    atheris.Fuzz()
    return 0


def main() -> int:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--seconds", type=float, default=30.0)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--atheris", action="store_true")
    chosen = options.parse_args()
    if chosen.atheris:
        return run_atheris(chosen.seconds)
    seeds = [path.read_bytes() for path in chosen.files] or _SEEDS
    return run(seeds, chosen.seconds, chosen.seed)


if __name__ == "__main__":
    sys.exit(main())
