"""Telex and VNI keys that were left as typed: ``bifnh ddawngr`` is "bình đẳng"."""

from __future__ import annotations

import unicodedata

_TONES = {"s": "́", "f": "̀", "r": "̉", "x": "̃", "j": "̣", "1": "́", "2": "̀", "3": "̉", "4": "̃", "5": "̣"}
_SHAPES = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_VOWELS = "aăâeêioôơuưy"


def from_telex(word: str) -> str:
    """The word that the keys of ``word`` stand for, or ``word`` itself where they are not telex."""
    letters, tone = _shape(word.lower())
    if not letters or not letters.isalpha():
        return word
    return _place(letters, tone) if tone else letters


def _shape(keys: str) -> tuple[str, str]:
    """Letters with their shapes, and the tone mark found after the vowel."""
    tone, letters = "", ""
    for i, key in enumerate(keys):
        seen_vowel = any(c in _VOWELS for c in letters)
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


def _place(letters: str, tone: str) -> str:
    """Put the tone mark where spelling wants it (old placement: hòa)."""
    start = 2 if letters.startswith(("qu", "gi")) and len(letters) > 2 and letters[2] in _VOWELS else 0
    vowels = [i for i, c in enumerate(letters) if c in _VOWELS and i >= start]
    if not vowels:
        return letters
    shaped = [i for i in vowels if letters[i] in "ăâêôơư"]
    if shaped:
        at = shaped[-1]
    elif len(vowels) == 1 or (vowels[-1] == len(letters) - 1 and len(vowels) == 2):
        at = vowels[0]
    else:
        at = vowels[1]
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])
