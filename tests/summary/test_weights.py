"""The learnt weights, and how they are learnt."""

import gzip
import json
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.summary import summarise_without_lead
from digests.summary.choices import CHOICE_NAMES
from digests.summary.measuring import NAMES
from digests.summary.weights import Scorer, Steps, load_weights, weights_from
from tools.learn_summary_weights import Reference, learn, read_examples, write

DEV = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "articles-dev.jsonl.gz"
TOPICS = ("chợ nổi", "cầu treo", "trường làng", "bến phà", "vườn bưởi", "đê biển")


def invented(path: Path) -> Path:
    rows = [
        {
            "title": f"Xã Tân Lộc {n} khánh thành {topic}",
            "lead": f"Sáng {n}/3, xã Tân Lộc {n} khánh thành {topic} sau {n} tháng xây dựng.",
            "body": [
                f"Hàng trăm người đến dự lễ ở xã Tân Lộc {n}.",
                f"Sau {n} tháng xây dựng, {topic} được khánh thành sáng {n}/3.",
                "Trời mưa nhẹ từ đêm trước.",
            ],
            "captions": [f"Quang cảnh {topic}."],
        }
        for n, topic in enumerate(TOPICS * 8, 2)
    ]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes(gzip.compress(text.encode()))
    return path


def test_the_same_articles_give_the_same_weights(tmp_path: Path) -> None:
    """Learning has no chance in it, and what it writes can be loaded."""
    told: list[str] = []
    articles = invented(tmp_path / "articles.jsonl.gz")
    for name in ("one.json", "two.json"):
        write(learn(read_examples(articles), told.append), tmp_path / name)
    text = (tmp_path / "one.json").read_text("utf-8")
    assert text == (tmp_path / "two.json").read_text("utf-8")
    learnt = weights_from(json.loads(text))
    assert len(learnt.sentence.steps) == len(NAMES)
    assert len(learnt.choice.steps) == len(CHOICE_NAMES)
    assert told[0] == "48 articles read"


def test_the_weights_are_a_small_readable_file() -> None:
    """One line a list; every number has its name; chances are chances."""
    text = resources.files("digests.summary").joinpath("weights.json").read_text("utf-8")
    assert len(text.encode()) < 100_000
    stored = json.loads(text)
    assert set(stored["sentence"]["numbers"]) == set(NAMES)
    assert set(stored["choice"]["numbers"]) == set(CHOICE_NAMES)
    tables = load_weights().tables
    assert all(0 <= chance <= 1 for chance in (*tables.words.values(), *tables.pairs.values()))


def test_a_step_holds_from_where_it_starts() -> None:
    """The start of a step belongs to it."""
    scorer = Scorer(1.0, (Steps((2.0, 5.0), (0.0, 10.0, 20.0)),))
    assert [scorer.score((x,)) for x in (1.9, 2.0, 4.9, 5.0)] == [1.0, 11.0, 11.0, 21.0]


words = st.lists(st.sampled_from("abcd"), max_size=12)


@given(got=words, want=words)
def test_the_target_is_the_plain_rouge(got: list[str], want: list[str]) -> None:
    """The bits give what the textbook's table gives."""
    row = [[0] * (len(want) + 1) for _ in range(len(got) + 1)]
    for i, one in enumerate(got):
        for j, other in enumerate(want):
            row[i + 1][j + 1] = row[i][j] + 1 if one == other else max(row[i][j + 1], row[i + 1][j])
    plain = 2 * row[-1][-1] / (len(got) + len(want)) if got and want else 0.0
    reference = Reference(want)
    assert reference._longest_common(got) == row[-1][-1]
    assert 0.0 <= plain <= reference.rouge(got) <= 3.0 + 1e-9


def test_the_choice_is_better_than_the_first_sentence() -> None:
    """On articles that nothing was learnt from."""
    if not DEV.exists():
        pytest.skip("the corpus is not there")
    ours = first = 0.0
    with gzip.open(DEV, "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(200), strict=False):
            row = json.loads(line)
            reference = Reference(row["lead"].lower().split())
            chosen = summarise_without_lead(row["title"], row["body"], row["captions"])
            ours += reference.rouge(chosen.lower().split())
            first += reference.rouge(row["body"][0].lower().split())
    assert ours > 1.1 * first
