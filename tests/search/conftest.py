"""An archive of invented news in a real SQLite file, and in a PostgreSQL database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from digests.store.database import Database
from digests.store.search import (
    SearchDocument,
    SearchIndex,
    SqliteSearch,
    StoryColumn,
)
from digests.store.search.postgres.index import PostgresSearch

NOW = datetime(2026, 10, 15, 5, 0, tzinfo=UTC)
"""Noon of a Thursday in Hà Nội."""


def at(day: int, month: int = 10, hour: int = 3) -> datetime:
    """Give an instant of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


ARCHIVE = {
    1: SearchDocument(
        title="Nông dân Hà Giang được mùa cam sành",
        lead="Vụ này, nông dân vùng cao Bắc Quang thu về hàng tỷ đồng từ cam.",
        captions=("Vườn cam trĩu quả bên sườn núi.", "Thương lái cân cam ngay tại vườn."),
        body=(
            "Giá cam loại một lên tới ba mươi nghìn đồng.",
            "Đường vào vườn vừa đổ bê tông.",
        ),
        credits=("Hoàng Lê",),
        authors=("Vũ Thị Lan",),
        section="Kinh tế",
        source="Báo Hà Giang",
        published=at(15),
    ),
    2: SearchDocument(
        title="Chiếc nỏ cổ từng khiến giặc trúng tên",
        lead="Bảo tàng vừa trưng bày chiến nỏ từng khi trúng tên vẫn còn nguyên vẹn.",
        captions=("Khách xem chiếc nỏ trong tủ kính.",),
        body=("Hiện vật được tìm thấy ở chân thành cũ.",),
        credits=("Trần Nam",),
        section="Văn hoá",
        source="Tuổi Trẻ",
        published=at(12),
    ),
    3: SearchDocument(
        title="Đội tuyển bóng đá nữ bán vé trận khai mạc",
        lead="Người hâm mộ xếp hàng từ sáng sớm để mua vé.",
        captions=("Hàng dài trước sân vận động.",),
        body=("Ban tổ chức cho biết mỗi người được mua hai vé.",),
        section="Thể thao",
        source="Tuổi Trẻ",
        published=at(2),
    ),
    4: SearchDocument(
        title="Bạn đọc góp sách cho trường vùng cao",
        lead="Hơn hai nghìn cuốn sách đã tới tay học trò.",
        captions=("Học trò mở sách dưới hiên lớp.",),
        body=("Chuyến xe chở sách vượt đèo trong đêm mưa.",),
        section="Giáo dục",
        source="Thanh Niên",
        published=at(3, month=9),
    ),
    5: SearchDocument(
        title="Bão số 7 đổi hướng, miền Trung mưa lớn",
        lead="Nhiều tuyến đường bị ngập, tàu thuyền được gọi vào bờ.",
        captions=("Sóng lớn đánh vào kè biển.",),
        body=("Đài khí tượng báo gió giật cấp mười một.", "Xe tải được dừng ở hai đầu đèo."),
        section="Thời sự",
        source="Thanh Niên",
        published=at(14),
    ),
    6: SearchDocument(title="Tiếng Việt trong lớp học ở xa Tổ quốc", lead="Cô giáo kể chuyện."),
}


@pytest.fixture
def now() -> datetime:
    return NOW


def index_of(connection: AsyncConnection, stories: StoryColumn | None = None) -> SearchIndex:
    """Give the search index of the database that the connection is to."""
    kind = SqliteSearch if connection.dialect.name == "sqlite" else PostgresSearch
    return kind(stories=stories)


@pytest.fixture
async def connection(any_store_url: str) -> AsyncIterator[AsyncConnection]:
    """An open connection to an index with nothing in it."""
    engine = Database(any_store_url, now=lambda: NOW, busy_timeout=5).engine
    async with engine.connect() as connection:
        await index_of(connection).create(connection)
        await connection.commit()
        yield connection
    await engine.dispose()


@pytest.fixture
async def archive(connection: AsyncConnection) -> AsyncConnection:
    """A connection to the index of ``ARCHIVE``."""
    await index_of(connection).add_many(connection, ARCHIVE.items())
    await connection.commit()
    return connection
