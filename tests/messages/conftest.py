"""An article of our own, and a way to vary it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digests.model import Article, Digest, Photo, StoredArticle

MOMENT = datetime(2019, 7, 8, 9, 38, tzinfo=UTC)
DIGEST = Digest(
    title="Nông dân huyện An Hòa gặt lúa sớm tránh bão",
    url="https://bao.example/an-hoa-gat-lua?a=1&b=2",
    lead=(
        "Sáng 8/7, hơn 300 hộ ở TP. An Hòa xuống đồng gặt lúa. Bà con muốn xong trước khi bão "
        "vào. Chính quyền xã cử thêm 40 dân quân giúp dân."
    ),
    key_points=("Năng suất đạt 6,2 tấn một hecta.", "Giá lúa tăng 5% so với vụ trước."),
    photo=Photo("https://bao.example/lua.jpg", "Bà con gặt lúa trên cánh đồng Vĩnh", "Trần Nam"),
    source="Báo Sông Hồng",
    section="Kinh tế",
    published=MOMENT,
)


@pytest.fixture
def stored() -> Callable[..., StoredArticle]:
    """Give our article with some fields of its digest changed."""

    def make(number: int = 12, **fields: object) -> StoredArticle:
        digest = replace(DIGEST, **fields)  # type: ignore[arg-type]
        article = Article(title=digest.title, url=digest.url, source=digest.source)
        return StoredArticle(number, article, digest, first_seen_at=MOMENT)

    return make
