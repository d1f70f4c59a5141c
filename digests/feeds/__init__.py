"""Feed, sitemap or section page bytes to entries; where feeds are; when to ask them again."""

from digests.feeds.links import clean_link
from digests.feeds.parsed import Candidate, ParsedFeed
from digests.feeds.reading import parse, parse_as

__all__ = ["Candidate", "ParsedFeed", "clean_link", "parse", "parse_as"]
