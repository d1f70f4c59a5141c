"""An article of our own, and a little rewriting service on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from digests.model import Article, Photo

FLOOD = (
    "Lũ ống đêm 2/9 cuốn trôi mố phía bắc và hai nhịp của cây cầu xây năm 1998. Từ hôm đó, học "
    "sinh bản Nậm Ty nghỉ học vì không qua được suối."
)
ENGINEER = (
    "Ông Trần Quốc Bảo, kỹ sư phụ trách công trình, cho biết đơn vị thi công huy động 45 công "
    "nhân làm ba ca mỗi ngày. “Nước rút chậm, chúng tôi phải đổ thêm 600 rọ đá”, ông Bảo nói."
)
MONEY = (
    "Kinh phí sửa cầu là 3,2 tỷ đồng, lấy từ quỹ phòng chống thiên tai của tỉnh. Xe trên 5 tấn "
    "chưa được qua cầu."
)
PLAN = (
    "Theo kế hoạch, cầu bê tông mới dài 84 m sẽ khởi công vào tháng 11 và hoàn thành trước mùa "
    "mưa năm sau."
)


def completion(content: str | None) -> bytes:
    """Give a chat completion with ``content``, as an HTTP body."""
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def worded(lead: str, *points: str) -> bytes:
    """Give a chat completion as the rewriter asks for it."""
    return completion(json.dumps({"lead": lead, "key_points": points}, ensure_ascii=False))


@dataclass
class Service:
    """A server that answers every request with ``status`` and ``body``, after ``delay`` s."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    delay: float = 0.0
    drip: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[bytes] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request, note it, answer it."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            )
            self.headers.append(head)
            self.requests.append(json.loads(await reader.readexactly(length)))
            await asyncio.sleep(self.delay)
            await self._send(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(self.body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        for byte in self.body if self.drip else b"":
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(self.drip)
        writer.write(b"" if self.drip else self.body)
        await writer.drain()


@asynccontextmanager
async def serving() -> AsyncIterator[Service]:
    """Run the service on a free port of loopback."""
    it = Service()
    server = await asyncio.start_server(it.answer, "127.0.0.1", 0)
    it.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    yield it
    server.close()
    await asyncio.sleep(0)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    """Give a running service."""
    async with serving() as it:
        yield it


@pytest.fixture
def flood() -> Article:
    """Give an article with lead, numbers, dates, names, a quotation and two photos."""
    return Article(
        title="Cầu tạm Khe Sơn thông xe sau 12 ngày sửa chữa",
        url="https://bao.example/khe-son",
        lead="Sáng 14/9, cầu tạm Khe Sơn ở huyện Mù Sa thông xe trở lại, 350 hộ dân hai bản "
        "không còn phải đi vòng 27 km.",
        published=datetime(2025, 9, 14, 3, 30, tzinfo=UTC),
        authors=("Hạnh Nguyên",),
        photos=(
            Photo(
                "https://bao.example/1.jpg",
                "Người dân bản Nậm Ty qua cầu tạm Khe Sơn sáng 14/9.",
                "Hạnh Nguyên",
            ),
            Photo("https://bao.example/2.jpg", "Kỹ sư Trần Quốc Bảo kiểm tra mố cầu."),
        ),
        paragraphs=(
            FLOOD,
            ENGINEER,
            MONEY,
            "Người dân bản Nậm Ty qua cầu tạm Khe Sơn sáng 14/9.",
            PLAN,
            "Xem thêm: Hai tuyến quốc lộ ở vùng cao mở lại sau lũ.",
            "Hạnh Nguyên",
        ),
        section="Thời sự",
        source="Báo Mẫu",
    )
