"""The pipeline: feed -> entries -> articles -> digests -> outbox, a step a function."""

from digests.ingest.adding import FeedAdder, FeedPreview
from digests.ingest.desk import ArticleDesk
from digests.ingest.editing import EditionMaker
from digests.ingest.polling import Ingest, IngestSettings, PollReport
from digests.ingest.reading import ArticleReader, Reading

__all__ = [
    "ArticleDesk",
    "ArticleReader",
    "EditionMaker",
    "FeedAdder",
    "FeedPreview",
    "Ingest",
    "IngestSettings",
    "PollReport",
    "Reading",
]
