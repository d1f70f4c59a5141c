"""HTTP: conditional requests, limits, guards, manners."""

from digests.fetch.answers import Fetched, NotModified
from digests.fetch.fetcher import Fetcher
from digests.fetch.settings import FetchSettings, user_agent

__all__ = ["FetchSettings", "Fetched", "Fetcher", "NotModified", "user_agent"]
