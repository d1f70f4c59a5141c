"""Which articles tell the same event.

An article becomes a ``Signature``; two signatures and the time between them become a likelihood;
an article joins the story of its likeliest companion of the last 48 hours, or begins one.
"""

from digests.stories.grouping import Companion, Report, StoryIndex, group, join
from digests.stories.likeness import likelihood
from digests.stories.signature import Signature, signature

WINDOW_HOURS = 48

__all__ = [
    "WINDOW_HOURS",
    "Companion",
    "Report",
    "Signature",
    "StoryIndex",
    "group",
    "join",
    "likelihood",
    "signature",
]
