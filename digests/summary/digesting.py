"""From an article to its digest."""

from collections.abc import Sequence

from digests.model import Article, Digest, Photo
from digests.summary.choosing import WeighedArticle, choose_key_points, choose_lead, opening, weigh
from digests.summary.weights import Weights, load_weights
from digests.vietnamese.sentences import split_sentences

_MOST_SENTENCES = 60


def digest(article: Article, *, key_points: int = 3) -> Digest:
    """Give the digest of ``article`` with at most ``key_points`` key points.

    Lead and key points are whole sentences of the article, word for word. An article whose
    publisher wrote no lead gets one chosen from its text, and ``lead_is_own`` is false.
    """
    weights = load_weights()
    captions = [photo.caption for photo in article.photos if photo.caption]
    sentences = sentences_of(article.paragraphs)
    own = article.lead is not None and article.lead_is_own
    if not own:
        sentences = (*split_sentences(article.lead or ""), *sentences)
    weighed = weigh(article.title, sentences, captions, weights)
    photo = lead_photo(article.photos)
    shown = [photo.caption] if photo and photo.caption else []
    lead = article.lead if own else _lead_of(weighed, weights, shown)
    points = choose_key_points(weighed, lead or "", most=key_points)
    return Digest(
        title=article.title,
        url=article.url,
        lead=lead,
        lead_is_own=own,
        key_points=points,
        photo=photo,
        source=article.source,
        section=article.section,
        published=article.published,
        authors=article.authors,
    )


def summarise_without_lead(title: str, sentences: Sequence[str], captions: Sequence[str]) -> str:
    """Give the one or two sentences that tell best what an article without a lead is about.

    Some 40 syllables, word for word from ``sentences``; ``""`` when there are none.
    """
    weights = load_weights()
    weighed = weigh(title, sentences_of(sentences), captions, weights)
    return _lead_of(weighed, weights, ()) or ""


def _lead_of(weighed: WeighedArticle, weights: Weights, shown: Sequence[str]) -> str | None:
    chosen = choose_lead(weighed, weights, shown=shown)
    if chosen:
        return " ".join(one.sentence.text for one in chosen)
    return opening(weighed.scored[0].sentence.text) if weighed.scored else None


def sentences_of(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Give the sentences of ``paragraphs``: the first sixty, for what matters stands there."""
    found: list[str] = []
    for paragraph in paragraphs:
        found.extend(split_sentences(paragraph))
        if len(found) >= _MOST_SENTENCES:
            break
    return tuple(found[:_MOST_SENTENCES])


def lead_photo(photos: Sequence[Photo]) -> Photo | None:
    """Give the first photo with an address, one with a caption before one without.

    Copied texts have captions without addresses; the first of those is better than none.
    """
    shown = [photo for photo in photos if photo.url] or list(photos)
    return next((photo for photo in shown if photo.caption), shown[0] if shown else None)
