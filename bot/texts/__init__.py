"""Every word that the bot says, by language: Vietnamese first, English complete."""

from bot.texts.en import ENGLISH
from bot.texts.moments import HOME_ZONE, moment, number, short_moment
from bot.texts.vi import VIETNAMESE
from bot.texts.words import CommandWords, Texts

LANGUAGES = {"vi": VIETNAMESE, "en": ENGLISH}


def texts_for(language: str | None) -> Texts:
    """Give the texts of a language tag ("vi", "en-GB"); of an unknown one, the Vietnamese."""
    return LANGUAGES.get((language or "vi").split("-")[0].lower(), VIETNAMESE)


__all__ = [
    "ENGLISH",
    "HOME_ZONE",
    "LANGUAGES",
    "VIETNAMESE",
    "CommandWords",
    "Texts",
    "moment",
    "number",
    "short_moment",
    "texts_for",
]
