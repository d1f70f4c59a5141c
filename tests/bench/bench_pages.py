"""What reading one page costs, as a ratio to trafilatura in the same run.

``python -m tests.bench.bench_pages [--rounds N] [--json]``: CPU a page of ``digests.pages.read``
and of ``trafilatura.bare_extraction(page, with_metadata=True)`` over pages of our own in two dozen
kinds of markup, over the same with ten times the text, and over ``../shared/corpus/pages`` where
it is there. The two take turns page by page, so that the machine's other work falls on both.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import trafilatura

from digests import pages
from tests.pages.layouts import LAYOUTS
from tests.pages.odd_layouts import ODD_LAYOUTS
from tests.pages.stories import STORIES

_CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages"
_URL = "https://bao-mau.vn/bai.html"
_LIMIT = 0.5


@dataclass(frozen=True)
class Result:
    """CPU in milliseconds a page, ours and theirs, and ours as a share of theirs."""

    what: str
    pages: int
    ours_ms: float
    theirs_ms: float
    ratio: float


def sample_pages(times: int) -> list[bytes]:
    """Give every story in every markup, its text repeated ``times`` times."""
    told = [
        replace(s, paragraphs=tuple(f"{p} ({n})" for n in range(times) for p in s.paragraphs))
        for s in STORIES
    ]
    return [render(story).body for render in (LAYOUTS | ODD_LAYOUTS).values() for story in told]


def corpus_pages() -> list[bytes]:
    """Give the pages of the corpus, none where it is not there."""
    return [path.read_bytes() for path in sorted(_CORPUS.glob("*.html"))]


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(what: str, bodies: list[bytes], rounds: int) -> Result:
    """Read every page ``rounds`` times with both and keep each one's best."""
    ours = theirs = 0.0
    for body in bodies:
        text = body.decode("utf-8", errors="replace")
        ours += min(_cpu(lambda b=body: pages.read(b, url=_URL)) for _ in range(rounds))  # type: ignore[misc]
        theirs += min(
            _cpu(lambda t=text: trafilatura.bare_extraction(t, with_metadata=True))  # type: ignore[misc]
            for _ in range(rounds)
        )
    count = len(bodies)
    return Result(what, count, 1000 * ours / count, 1000 * theirs / count, ours / theirs)


def _table(results: list[Result]) -> list[str]:
    head = f"{'reading one page':18}{'pages':>7}{'ours ms':>10}{'trafilatura':>13}{'ratio':>8}"
    rows = [
        f"{r.what:18}{r.pages:7}{r.ours_ms:10.2f}{r.theirs_ms:13.2f}{r.ratio:8.2f}" for r in results
    ]
    return [f"{head}   must be <= {_LIMIT}", *rows]


def main() -> int:
    """Print the table; exit status 1 when a ratio is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sets = {
        "our pages": sample_pages(1),
        "our long pages": sample_pages(10),
        "corpus": corpus_pages(),
    }
    results = [compare(what, bodies, options.rounds) for what, bodies in sets.items() if bodies]
    lines = [json.dumps(asdict(r)) for r in results] if options.json else _table(results)
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(r.ratio > _LIMIT for r in results))


if __name__ == "__main__":
    sys.exit(main())
