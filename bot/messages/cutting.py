"""Shortening texts at the end of sentences and words."""

from bot.messages.lengths import units
from digests.vietnamese.sentences import split_sentences

ELLIPSIS = "…"


def openings(text: str) -> tuple[str, ...]:
    """Give the beginnings of ``text`` that end with a sentence, shortest first, ``text`` last."""
    if not text:
        return ()
    ends, at = [], 0
    for sentence in split_sentences(text):
        at = text.index(sentence, at) + len(sentence)
        ends.append(at)
    return (*(text[:end] for end in ends[:-1]), text)


def cut_words(text: str, limit: int) -> str:
    """Give ``text`` within ``limit`` UTF-16 units, cut after a whole word and marked with "…".

    A single word longer than the limit is cut between characters: nothing else is left to do.
    """
    if units(text) <= limit:
        return text
    kept = ""
    for word in text.split(" "):
        longer = f"{kept} {word}" if kept else word
        if units(longer) + 1 > limit:
            break
        kept = longer
    return (kept.rstrip(" ,;:–-") or _characters(text, limit - 1)) + ELLIPSIS


def _characters(text: str, limit: int) -> str:
    kept, length = [], 0
    for character in text:
        length += units(character)
        if length > limit:
            break
        kept.append(character)
    return "".join(kept).rstrip("\u200d\ufe0f")
