"""The digest of one article: lead, key points, photo; extractive, and pure."""

from digests.summary.digesting import digest, summarise_without_lead

__all__ = ["digest", "summarise_without_lead"]
