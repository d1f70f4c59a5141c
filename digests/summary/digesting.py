"""From an article to its digest."""

from collections.abc import Sequence

from digests.model import Article, Digest, Photo
from digests.summary.choosing import choose_key_points, choose_lead
from digests.vietnamese.sentences import split_sentences

_MOST_SENTENCES = 400


def digest(article: Article, *, key_points: int = 3) -> Digest:
    """Give the digest of ``article`` with at most ``key_points`` key points.

    Lead and key points are whole sentences of the article, word for word. An article whose
    publisher wrote no lead gets one chosen from its text, and ``lead_is_own`` is false.
    """
    captions = [photo.caption for photo in article.photos if photo.caption]
    sentences = sentences_of(article.paragraphs)
    lead, own = article.lead, article.lead is not None and article.lead_is_own
    if not own:
        sentences = (*split_sentences(article.lead or ""), *sentences)
        lead = choose_lead(article.title, sentences, captions) or article.lead
    points = choose_key_points(
        article.title, lead or "", sentences, captions, article.authors, most=key_points
    )
    return Digest(
        title=article.title,
        url=article.url,
        lead=lead,
        lead_is_own=own,
        key_points=points,
        photo=lead_photo(article.photos),
        source=article.source,
        section=article.section,
        published=article.published,
        authors=article.authors,
    )


def summarise_without_lead(title: str, sentences: Sequence[str], captions: Sequence[str]) -> str:
    """Give the one or two sentences that tell best what an article without a lead is about.

    Some 40 syllables, word for word from ``sentences``; ``""`` when there are none.
    """
    return choose_lead(title, sentences_of(sentences), captions) or ""


def sentences_of(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Give the sentences of ``paragraphs``: the first few hundred, for no digest looks further."""
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
