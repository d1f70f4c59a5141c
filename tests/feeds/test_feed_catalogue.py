# ruff: noqa: E501 - samples stand in one line, as publishers send them
"""The list of papers that comes with the program can be read and means what it says."""

import pytest

from digests.errors import FeedError
from digests.feeds.catalogue import catalogue, read_catalogue
from digests.model import FeedKind

PAPERS = {
    "VnExpress", "Tuổi Trẻ", "Thanh Niên", "Dân trí", "VietNamNet", "Nhân Dân", "Lao Động", "Người Lao Động",
    "Tiền Phong", "VOV", "VTC News", "VietnamPlus", "Quân đội nhân dân", "Pháp Luật TP.HCM", "Znews",
    "Báo Chính phủ", "Sài Gòn Giải Phóng",
}  # fmt: skip
ONE = '[[source]]\nname = "Báo"\nhome = "https://bao.example/"\n[[source.feed]]\nurl = "https://bao.example/rss"\n'


def test_the_well_known_papers_are_there() -> None:
    """Each with a home page and at least one address; nothing claims to be verified that is not."""
    papers = catalogue()
    assert {paper.name for paper in papers} >= PAPERS
    assert len(papers) >= 30
    assert all(paper.feeds for paper in papers)
    assert not any(feed.verified for paper in papers for feed in paper.feeds)


def test_every_way_in_is_used() -> None:
    """A paper without a feed is read by its sitemap or its page."""
    assert {feed.kind for paper in catalogue() for feed in paper.feeds} == set(FeedKind)


@pytest.mark.parametrize(
    "text",
    ["", "x = [", ONE.replace("name", "ten"), ONE.replace("https://bao.example/rss", "rss"), ONE + 'kind = "tivi"\n', ONE + ONE, "source = 3", ONE.replace("[[source.feed]]\nurl", "feed = 3\nurl")],
)  # fmt: skip
def test_a_list_of_another_form_is_refused(text: str) -> None:
    """With a sentence of ours."""
    with pytest.raises(FeedError, match="list of sources"):
        read_catalogue(text)
