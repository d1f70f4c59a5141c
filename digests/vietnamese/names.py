"""Names of papers and sections as readers type them: folded, short, without what stands before."""

from digests.vietnamese.folding import fold
from digests.vietnamese.syllables import folded_words

_DOMAINS = (".com.vn", ".vn", ".com", ".net", ".org")


def squeezed(name: str) -> str:
    """Give a name folded, without anything between its words: "Hà Giang" is "hagiang"."""
    return "".join(folded_words(name))


def squeezed_source(name: str) -> str:
    """Give the name of a paper squeezed, also where its address was typed: "tuoitre.vn"."""
    folded = fold(name)
    for ending in _DOMAINS:
        folded = folded.removesuffix(ending)
    return squeezed(folded)


def endings(name: str | None) -> list[str]:
    """Give the squeezed name from each of its words on: "Báo Hà Giang" is also "hagiang"."""
    words = folded_words(name or "")
    return ["".join(words[at:]) for at in range(len(words))]


def goes_by(name: str | None, typed: str) -> bool:
    """Say whether ``typed`` (squeezed) calls ``name``: an ending of it begins so."""
    return bool(typed) and any(ending.startswith(typed) for ending in endings(name))
