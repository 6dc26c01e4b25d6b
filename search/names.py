"""Vietnamese names in English questions: written without accents ("in Vinh Long", "Bach Mai hospital"), read as the corpus writes them."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator

from search import lexicon
from search.spelling import restore
from search.thesaurus import english_words
from search.tokens import tokens
from search.vocabulary import Vocabulary


def names_in(text: str, function_words: Collection[str], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """(name as typed, name as written) for each run of capitalised words that the corpus or the tables have in a row."""
    found = []
    for run in _runs(text, function_words):
        read = restore([w.lower() for w in run], vocabulary)
        if len(run) > 1 and all(_together(a, b, vocabulary) for a, b in itertools.pairwise(read)):
            found.append((" ".join(run), " ".join(read)))
    return found


def _runs(text: str, function_words: Collection[str]) -> Iterator[list[str]]:
    """Neighbouring words with a capital that are none of English."""
    run: list[str] = []
    end = -1
    for token in tokens(text):
        printed = text[token.start : token.end]
        named = token.kind == "word" and printed[0].isupper() and not (len(printed) > 2 and printed.isupper())
        named = named and token.form not in english_words() and token.form not in function_words
        if run and not (named and text[end : token.start] == " "):
            yield run
            run = []
        if named:
            run.append(printed)
            end = token.end
    if run:
        yield run


def _together(first: str, second: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.pair(first, second) > 0 or (first, second) in lexicon.names().pairs
