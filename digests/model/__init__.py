"""The words of the project as frozen values.

All instants are aware ``datetime`` in UTC. All text is NFC without control characters. A field
that nobody gave is ``None`` (or an empty tuple), never an empty string.
"""

from digests.model.deliveries import (
    SINGLE_DIGESTS,
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from digests.model.editions import (
    Edition,
    EditionItem,
    EditionKind,
    EditionSection,
    News,
)
from digests.model.instants import (
    require_aware,
)
from digests.model.news import (
    Article,
    ArticleKind,
    Digest,
    Entry,
    Feed,
    FeedKind,
    FeedState,
    Headline,
    Photo,
    Source,
    StoredArticle,
    Story,
)
from digests.model.readers import (
    EVERY_DAY,
    FIRST_NETWORK,
    Address,
    ChatKind,
    Rhythm,
    Subscriber,
    SubscriberState,
    Subscription,
    SubscriptionKind,
    bot_of,
    fewer_of,
    network_of,
)

__all__ = [
    "EVERY_DAY",
    "FIRST_NETWORK",
    "SINGLE_DIGESTS",
    "Address",
    "Article",
    "ArticleKind",
    "ChatKind",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Digest",
    "Edition",
    "EditionItem",
    "EditionKind",
    "EditionSection",
    "Entry",
    "Feed",
    "FeedKind",
    "FeedState",
    "Headline",
    "News",
    "Photo",
    "Rhythm",
    "Source",
    "StoredArticle",
    "Story",
    "Subscriber",
    "SubscriberState",
    "Subscription",
    "SubscriptionKind",
    "bot_of",
    "fewer_of",
    "network_of",
    "require_aware",
]
