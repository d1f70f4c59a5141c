"""Reports of one event become one story; reports of different events do not."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.model import Article
from digests.stories import Report, Signature, group, likelihood, signature
from digests.stories.signature import names_in

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)

FLOOD_HERE = Article(
    title="Nước sông Lô dâng nhanh, xã Tân Bình di dời 120 hộ dân",
    lead="Rạng sáng 24/11, nước sông Lô dâng trên báo động 2, chính quyền xã Tân Bình "
    "(Tuyên Quang) đưa 120 hộ dân ven sông đến trường học.",
    paragraphs=(
        "Ông Hoàng Văn Thịnh, Chủ tịch xã Tân Bình, cho biết mực nước lên thêm 1,4 m trong đêm.",
        "Lực lượng dân quân dùng 9 chiếc xuồng chở người già và trẻ nhỏ ra khỏi thôn Bến Cát.",
        "Trường tiểu học Tân Bình là nơi ở tạm của khoảng 450 người.",
    ),
)
FLOOD_THERE = Article(
    title="Tuyên Quang: 450 người ở tạm trong trường học vì lũ sông Lô",
    lead="Lũ trên sông Lô vượt báo động 2 khiến 120 hộ dân xã Tân Bình phải rời nhà "
    "ngay trong đêm.",
    paragraphs=(
        "Dân quân địa phương huy động 9 xuồng máy đến thôn Bến Cát từ 2 giờ sáng.",
        "Chủ tịch xã Hoàng Văn Thịnh nói nước sông Lô còn có thể lên thêm trong ngày.",
        "Các lớp của Trường tiểu học Tân Bình tạm nghỉ để nhường chỗ cho bà con.",
    ),
)
FOOTBALL = Article(
    title="Đội nữ Hải Phong thắng trận thứ năm liên tiếp",
    lead="Bàn thắng phút 87 của Lê Thu Hà giúp đội nữ Hải Phong vượt qua Sơn Tây 2-1 tối 23/11.",
    paragraphs=(
        "Huấn luyện viên Phạm Minh Tú khen các học trò đã kiên nhẫn đến phút cuối.",
        "Hải Phong tiếp tục dẫn đầu bảng với 15 điểm sau năm vòng đấu.",
    ),
)


def test_two_papers_on_one_flood_make_one_story() -> None:
    """Other words, the same names and numbers: one event."""
    found = group(
        [
            Report("one", FLOOD_HERE, NOON),
            Report("match", FOOTBALL, NOON + timedelta(hours=1)),
            Report("two", FLOOD_THERE, NOON + timedelta(hours=3)),
        ]
    )
    assert found["one"] == found["two"]
    assert found["match"] != found["one"]


def test_an_event_of_last_week_is_another_story() -> None:
    """What lies more than 48 hours back is not joined any more."""
    found = group(
        [Report("one", FLOOD_HERE, NOON), Report("two", FLOOD_THERE, NOON + timedelta(days=7))]
    )
    assert found["one"] != found["two"]


def test_likeness_does_not_depend_on_who_is_asked_first() -> None:
    """The order of the two reports changes little; that of the times nothing."""
    one, two = signature(FLOOD_HERE), signature(FLOOD_THERE)
    apart = timedelta(hours=2)
    assert likelihood(one, two, apart) == likelihood(one, two, -apart)
    assert likelihood(one, two, apart) > 0.6
    assert likelihood(two, one, apart) > 0.6
    assert likelihood(one, signature(FOOTBALL), apart) < 0.1


def test_names_are_runs_of_capitalised_words() -> None:
    """The first word of a sentence is a name only as part of one."""
    assert list(names_in("Sáng nay, ông Hoàng Văn Thịnh đến Tân Bình.")) == [
        "hoàng văn thịnh",
        "tân bình",
    ]


@given(st.text(max_size=300), st.text(max_size=300), st.lists(st.text(max_size=200), max_size=5))
def test_any_article_has_a_signature_that_survives_being_kept(
    title: str, lead: str, paragraphs: list[str]
) -> None:
    """Whatever the text, the signature can be written down and read back."""
    made = signature(Article(title=title, lead=lead, paragraphs=tuple(paragraphs)))
    back = Signature.from_bytes(made.to_bytes())
    assert back.pairs == made.pairs
    assert back.names == made.names
    assert back.keys == made.keys
    assert 0.0 <= likelihood(made, back, timedelta()) <= 1.0


def ids(path: Path) -> set[str]:
    """Give the ids that a file of JSON lines names."""
    return {json.loads(line)["id"] for line in path.read_text().splitlines()}


def test_events_cut_into_two_reports_are_found(tmp_path: Path) -> None:
    """Over real articles that were cut into two reports, F1 stays above what is promised."""
    shared = Path(__file__).resolve().parents[3] / "shared"
    measure = shared / "eval" / "score_stories.py"
    if not measure.is_file():
        pytest.skip("the corpus is not beside the repository")
    articles = shared / "corpus" / "articles-dev.jsonl.gz"
    reports, stories = tmp_path / "reports.jsonl", tmp_path / "stories.jsonl"
    with reports.open("w") as out:
        command = [sys.executable, str(measure), "make", str(articles), "400", "5"]
        subprocess.run(command, stdout=out, check=True)
    diemtin = shutil.which("diemtin", path=str(Path(sys.executable).parent))
    assert diemtin is not None
    with stories.open("w") as out:
        subprocess.run([diemtin, "stories", reports, "--json"], stdout=out, check=True)
    score = subprocess.run(
        [sys.executable, measure, "score", stories], capture_output=True, text=True, check=True
    )
    assert float(score.stdout.split("F1")[1]) >= 0.82
    assert ids(stories) == ids(reports)
