"""How much a test has to do with a fault: which words its text has in common with the line, and how rare they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import log


def words_of(text: str) -> frozenset[str]:
    """Lower case, so that `maxTotal` is among them as `max_total` is: as `max` and `total`."""
    return frozenset(map(str.lower, re.findall(r"[A-Z]?[a-z]{2,}", text)))


class Rarity:
    """Of words, in the texts of tests."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._words = {test: words_of(f"{test} {text}") for test, text in texts.items()}
        self._uses = Counter(word for words in self._words.values() for word in words)

    def common(self, words: frozenset[str], test: str) -> float:
        """More than nothing, so that what is left is in the order of its cost."""
        shared = words & self._words[test]
        return 0.1 + sum(log(len(self._words) / self._uses[word]) for word in shared)
