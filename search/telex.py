"""Telex and VNI keys that were left as typed: ``bifnh ddawngr`` is "bình đẳng"."""

from __future__ import annotations

from search.tokens import VOWELS, place_tone

_TONES = {"s": "́", "f": "̀", "r": "̉", "x": "̃", "j": "̣", "1": "́", "2": "̀", "3": "̉", "4": "̃", "5": "̣"}
_SHAPES = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}


def from_telex(word: str) -> str:
    """The word that the keys of ``word`` stand for, or ``word`` itself where they are not telex."""
    letters, tone = _shape(word.lower())
    if not letters or not letters.isalpha():
        return word
    return place_tone(letters, tone) if tone else letters


def _shape(keys: str) -> tuple[str, str]:
    """Letters with their shapes, and the tone mark found after the vowel."""
    tone, letters = "", ""
    for i, key in enumerate(keys):
        seen_vowel = any(c in VOWELS for c in letters)
        if (
            key in _TONES
            and seen_vowel
            and not tone
            and (i == len(keys) - 1 or key in "12345fjxs" or keys[i + 1 :] in ("w", "a", "e", "o"))
        ):
            tone = _TONES[key]
        elif key == "w" and letters:
            letters = _hook(letters)
        elif key in "aeo" and key in letters and letters[-1] != key:  # thuongwf, daanj typed late: dan + a
            letters = letters[::-1].replace(key, _SHAPES[key * 2], 1)[::-1]
        elif letters[-1:] + key in _SHAPES:
            letters = letters[:-1] + _SHAPES[letters[-1:] + key]
        elif key == "d" and letters.startswith("d"):  # dangd
            letters = "đ" + letters[1:]
        else:
            letters += key
    return letters, tone


def _hook(letters: str) -> str:
    """``w`` after the vowel: uo becomes ươ, else the last a, o or u gets its hook."""
    if "uo" in letters:
        return letters.replace("uo", "ươ", 1)
    for i in range(len(letters) - 1, -1, -1):
        if letters[i] in "aou":
            return letters[:i] + {"a": "ă", "o": "ơ", "u": "ư"}[letters[i]] + letters[i + 1 :]
    return letters + "w"
