"""The sizes of a photo that a page names: the largest sensible one, and the next smaller."""

import pytest

from digests import pages

PAGE = """<html lang="vi"><body><article><h1>Gặt lúa sớm ở Phú Lâm</h1>
<p>Nông dân xã Phú Lâm gặt sớm bốn trăm héc-ta lúa để tránh đợt mưa lớn sắp tới ở miền Trung.</p>
<figure><img src="/anh/600.jpg" {sizes}>
<figcaption>Máy gặt trên đồng. Ảnh: Khoa</figcaption></figure>
<p>Xã huy động thêm mười bốn máy gặt và mở sân trường làm nơi phơi thóc cho bà con trong xã.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("sizes", "smaller"),
    [
        ('srcset="/anh/300.jpg 300w, /anh/600.jpg 600w, /anh/1200.jpg 1200w"', "600.jpg"),
        ('srcset="/anh/1200.jpg 1200w, /anh/200.jpg 200w"', None),
        ("", None),
    ],
)
def test_the_next_smaller_size_is_known(sizes: str, smaller: str | None) -> None:
    """Nothing that is too small to be shown, and nothing where the page names one size."""
    body = PAGE.format(sizes=sizes).encode()
    (photo,) = pages.read(body, url="https://bao.example/tin.html").photos
    expected = None if smaller is None else f"https://bao.example/anh/{smaller}"
    assert photo.smaller == expected
