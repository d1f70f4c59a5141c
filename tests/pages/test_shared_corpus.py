"""The shared corpus, where it lies beside the repository: nearly all of every column."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digests import pages
from digests.model import Article

SHARED = Path(__file__).resolve().parents[3] / "shared"
# The gold names credits that ten of the hundred pages do not print anywhere.
LIMITS = {
    "pages": {"credits": 0.89},
    "texts": {"captions": 0.90, "credits": 0.96},
    "nameless pages": {"credits": 0.89, "authors": 0.95},
}


def row(name: str, article: Article) -> dict[str, object]:
    published = article.published
    return {
        "file": name,
        "title": article.title,
        "lead": article.lead,
        "lead_prefix": article.lead_prefix,
        "published": published.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).isoformat()
        if published
        else None,
        "authors": article.authors,
        "photos": [
            {"url": p.url, "caption": p.caption, "credit": p.credit} for p in article.photos
        ],
        "paragraphs": article.paragraphs,
    }


def nameless(markup: bytes) -> bytes:
    """Take every class, id and role away, and all that the head says for machines."""
    text = re.sub(r' (?:class|id|role|data-role|itemprop|type)="[^"]*"', "", markup.decode())
    text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    return re.sub(r"<meta (?:property|name)[^>]*>", "", text).encode()


@pytest.mark.parametrize("part", ["pages", "texts", "nameless pages"])
def test_the_corpus_is_read(part: str, tmp_path: Path) -> None:
    """Every column of the shared measure is reached, and nearly so where no name tells anything."""
    prepare: Callable[[bytes], bytes] = nameless if part.startswith("nameless") else bytes
    limits = LIMITS[part]
    part = part.removeprefix("nameless ")
    folder = SHARED / "corpus" / part
    if not folder.is_dir():
        pytest.skip("the shared corpus is not beside the repository")
    found = [
        row(path.name, pages.read(prepare(path.read_bytes()), url="https://bao-mau.vn/"))
        for path in sorted(folder.glob("*.html"))
    ]
    found += [
        row(path.name, pages.read_text(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.txt"))
    ]
    read = tmp_path / "read.jsonl"
    read.write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, SHARED / "eval" / "score_pages.py", folder / "gold.jsonl", read],
        capture_output=True,
        text=True,
        check=True,
    )
    header, first = done.stdout.splitlines()[:2]
    columns = [header[14 + 13 * i : 27 + 13 * i].strip() for i in range(10)]
    shares = dict(zip(columns, map(float, first.split()[1:]), strict=True))
    short = {name: share for name, share in shares.items() if share < limits.get(name, 0.98)}
    assert not short
