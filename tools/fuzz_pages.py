"""Throw broken pages and texts at the readers: only an Article or our own error may come out.

``python tools/fuzz_pages.py [--seconds N] [--seed N]``: with atheris (where it is installed) the
bytes are steered by coverage; without it our own sample pages are cut, mixed and damaged at random.
A finding is written to ``--out`` and ends the run with exit status 1.
"""

# ruff: noqa: E501, PLR2004, PLC0415, BLE001 - a fuzzer catches all, and its pieces are as they are

import argparse
import random
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digests import pages
from digests.errors import PageError
from tests.pages.layouts import LAYOUTS
from tests.pages.odd_layouts import ODD_LAYOUTS
from tests.pages.stories import STORIES

_CPU_LIMIT = 2.0
_PIECES = (
    b"<div>" * 200, b"<table><tr><td>" * 50, b"</p>" * 50, b"<![CDATA[", b"<!--", b"<script type='application/ld+json'>{", b"\x00", b"\xff\xfe", b"\xcc\xd2\xec",
    b"&#x110000;", b"&#xd800;", b"<img src='data:,' srcset=', ,1w'>", b"<figure><img src='//['></figure>", b"<base href='http://[::1'>", b"<h1>", b"<title>",
    b'{"@type":"NewsArticle","@graph":[[[[]]]]}', b"<meta charset=utf-7>", b"<a href=x>" * 30, b"99/99/9999 99:99", b"0/0/0000",
)  # fmt: skip


def check(body: bytes) -> None:
    """Read ``body`` as a page and as text; raise for anything that must not happen."""
    start = time.process_time()
    for read in (_as_page, _as_text):
        try:
            read(body)
        except PageError as error:
            if not error.reason:
                raise AssertionError("an error without a reason") from error
    if time.process_time() - start > _CPU_LIMIT:
        raise AssertionError(f"more than {_CPU_LIMIT} s of CPU")


def _as_page(body: bytes) -> None:
    article = pages.read(body, url="https://bao-mau.vn/a/b.html")
    if not article.title or "" in article.paragraphs or article.lead == "":
        raise AssertionError("an article with an empty part")
    if article.published is not None and article.published.utcoffset() is None:
        raise AssertionError("a time without a zone")


def _as_text(body: bytes) -> None:
    pages.read_text(body.decode("utf-8", errors="replace"))


def samples() -> list[bytes]:
    """Give pages of our own to begin with."""
    return [render(story).body for render in (LAYOUTS | ODD_LAYOUTS).values() for story in STORIES]


def mutate(body: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Damage a page: cut, double, swap, splice, flip."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(body) + 1), chance.randrange(len(body) + 1)))
        kind = chance.randrange(6)
        if kind == 0:
            body = body[:at] + body[to:]
        elif kind == 1:
            body = body[:to] + body[at:]
        elif kind == 2:
            body = body[:at] + chance.choice(_PIECES) + body[at:]
        elif kind == 3:
            body = body[:at] + chance.choice(others)[at:to] + body[at:]
        elif kind == 4:
            body = body[:at] + bytes(chance.randrange(256) for _ in range(8)) + body[at + 8 :]
        else:
            body = body.replace(
                chance.choice((b"class", b"<p>", b"</", b'"', b">")), b"", chance.randint(1, 20)
            )
        body = body[:300_000]
    return body


def run_random(seconds: float, seed: int, report: Callable[[bytes, BaseException], None]) -> int:
    """Fuzz without steering; give how many inputs were tried."""
    chance, pool, tried = random.Random(seed), samples(), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        body = mutate(chance.choice(pool), pool, chance)
        tried += 1
        try:
            check(body)
        except Exception as error:
            report(body, error)
            return tried
    return tried


def run_atheris(seconds: float) -> None:
    """Fuzz under atheris, which ends the process itself."""
    import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=65536"], check)
    atheris.Fuzz()


def main() -> int:
    """Run for the time asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("fuzz-finding.html"))
    options = parser.parse_args()
    if find_spec("atheris"):
        run_atheris(options.seconds)
        return 0
    found: list[BaseException] = []

    def report(body: bytes, error: BaseException) -> None:
        options.out.write_bytes(body)
        found.append(error)

    tried = run_random(options.seconds, options.seed, report)
    print(f"{tried} inputs tried, {len(found)} findings")
    for error in found:
        print(f"{type(error).__name__}: {error}; the input is in {options.out}", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
