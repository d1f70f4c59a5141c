"""The digest of one article: extractive and pure; and an optional service that words it anew."""

from digests.summary.digesting import digest, summarise_without_lead
from digests.summary.rewriting import Rewriter, RewriterSettings

__all__ = ["Rewriter", "RewriterSettings", "digest", "summarise_without_lead"]
