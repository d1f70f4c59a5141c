"""Left-overs of Telex and VNI: keys that should have become a diacritic and stayed letters.

Telex: a second a, e, o is the circumflex, w the horn or breve, dd is đ, and s f r x j are the
tones. VNI: 1 to 5 are the tones, 6 the circumflex, 7 the horn, 8 the breve, 9 makes đ.
The keys may come anywhere after the vowel, as the input methods allow.
"""

import unicodedata

from digests.vietnamese.folding import exact_form, fold
from digests.vietnamese.syllables import is_folded_syllable, is_syllable

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TELEX_TONES = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_VNI_MARKS = {
    "6": (_CIRCUMFLEX, "aeo"),
    "7": (_HORN, "ou"),
    "8": (_BREVE, "a"),
}
_VOWELS = frozenset("aeiouy")
_LONGEST = 12


def undo_typing(word: str) -> str | None:
    """Give the syllable that ``word`` was meant to be, in exact form; None where it is none.

    ``word`` may have some diacritics already ("tiêngs"). A word that is a syllable as it stands
    is not touched. Where keys are missing too ("duongf"), the syllable comes without diacritics.
    """
    word = unicodedata.normalize("NFC", word).lower()
    if len(word) > _LONGEST or not word.isalnum() or is_syllable(word):
        return None
    for undo in (_undo_vni, _undo_telex):
        meant = undo(word)
        if meant is not None and is_syllable(meant):
            return meant
        if meant is not None and is_folded_syllable(fold(meant)):
            return fold(meant)
    return None


class _Keys:
    """The letters so far while keys are pressed one by one."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.tone = ""
        self.changed = False

    @property
    def has_vowel(self) -> bool:
        return any(fold(letter) in _VOWELS for letter in self.letters)

    def mark(self, mark: str, on: str) -> bool:
        """Put a quality mark on the last bare letter out of ``on``; say whether there was one."""
        places = [at for at, letter in enumerate(self.letters) if letter in on]
        if not places:
            return False
        at = places[-1]
        self._put(at, mark)
        before = "".join(self.letters[:at])
        both = mark == _HORN and self.letters[at].startswith("o") and before.endswith("u")
        if both and not before.endswith("qu"):
            self._put(at - 1, mark)  # "uow" is ươ
        return True

    def _put(self, at: int, mark: str) -> None:
        self.letters[at] += mark
        self.changed = True

    def stroke(self) -> bool:
        """Make the first d a đ; say whether there was one."""
        if not self.letters or self.letters[0] != "d":
            return False
        self.letters[0] = "đ"
        self.changed = True
        return True

    def set_tone(self, tone: str) -> bool:
        """Take a tone once there is a vowel; say whether it was taken."""
        if not self.has_vowel:
            return False
        self.tone = tone
        self.changed = True
        return True

    def word(self) -> str | None:
        """Give the word typed; None where no key was a left-over."""
        if not self.changed:
            return None
        for place, letter in enumerate(self.letters[1:], start=1):
            if letter == "o" and self.letters[place - 1] == "u" + _HORN:
                self.letters[place] += _HORN  # "ưo" is no Vietnamese: the horn is meant for both
        at = next((i for i, letter in enumerate(self.letters) if letter[0] in _VOWELS), None)
        if self.tone and at is not None:
            self.letters[at] += self.tone
        return exact_form("".join(self.letters))


def _start(word: str) -> tuple[_Keys, str]:
    """Keep a tone that is there already apart, so that marks can be added to the letters."""
    keys = _Keys()
    bare: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT):
            keys.tone = mark
        elif unicodedata.combining(mark) and bare:
            bare[-1] += mark
        else:
            bare.append(mark)
    return keys, unicodedata.normalize("NFC", "".join(bare))


def _undo_vni(word: str) -> str | None:
    if not any(key.isdigit() for key in word):
        return None
    keys, rest = _start(word)
    for key in rest:
        if key in _VNI_TONES and keys.set_tone(_VNI_TONES[key]):
            continue
        if key in _VNI_MARKS and keys.mark(*_VNI_MARKS[key]):
            continue
        if key == "9" and keys.stroke():
            continue
        if key.isdigit():
            return None
        keys.letters.append(unicodedata.normalize("NFD", key) if key != "đ" else key)
    return keys.word()


def _undo_telex(word: str) -> str | None:
    keys, rest = _start(word)
    for key in rest:
        if not _press_telex(keys, key):
            keys.letters.append(unicodedata.normalize("NFD", key) if key != "đ" else key)
    return keys.word()


def _press_telex(keys: _Keys, key: str) -> bool:
    if key in _TELEX_TONES:
        return keys.set_tone(_TELEX_TONES[key])
    if key in "aeo":
        return keys.mark(_CIRCUMFLEX, key)
    if key == "w":
        return keys.mark(_HORN, "ou") or keys.mark(_BREVE, "a")
    return key == "d" and keys.stroke()
