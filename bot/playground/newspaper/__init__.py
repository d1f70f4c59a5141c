"""The sample newspaper of the playground: four invented papers, served over loopback.

The articles are data (``content/``), the pages are templates (``templates/``), the pictures are
drawn by ``tools/draw_pictures.py``. Everything in them is invented.
"""

from bot.playground.newspaper.content import (
    FeedFormat,
    Paper,
    PaperArticle,
    Picture,
    Section,
    load_content,
)
from bot.playground.newspaper.press import FeedAddress, Newspaper

__all__ = [
    "FeedAddress",
    "FeedFormat",
    "Newspaper",
    "Paper",
    "PaperArticle",
    "Picture",
    "Section",
    "load_content",
]
