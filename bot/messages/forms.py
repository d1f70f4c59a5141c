"""How much of a digest a chat wants to see."""

from dataclasses import dataclass

from digests.model import Subscriber


@dataclass(frozen=True, slots=True)
class Form:
    """The choices of a chat that shape its messages.

    Attributes:
        photos: with photo, caption and credit.
        short: headline, the first sentence and the source only.
        preview: with the preview of the link, where there is no photo.
    """

    photos: bool = True
    short: bool = False
    preview: bool = False


FULL = Form()


def form_of(reader: Subscriber | None) -> Form:
    """Give the form that a chat chose; the full one for a chat that chose nothing."""
    if reader is None:
        return FULL
    return Form(photos=reader.photos, short=reader.short, preview=reader.preview)
