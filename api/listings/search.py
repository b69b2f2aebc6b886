"""Plain full-text search: stems of English words, the last word as its beginning (for search as one types), and titles
that are spelled nearly like the question."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, or_

from api.columns import DOCUMENT

RESEMBLES = 0.45  # of 1; below it, words are taken for other words
_WORD = re.compile(r"\w+")


def matches(question: str) -> ColumnElement[bool]:
    return or_(DOCUMENT.search.bool_op("@@")(_query(question)), _resemblance(question) >= RESEMBLES)


def rank(question: str) -> ColumnElement[int]:
    """Millionths, so that pages can be cut exactly."""
    score = func.ts_rank_cd(DOCUMENT.search, _query(question)) + _resemblance(question)
    return cast(score * 1_000_000, BigInteger)


def _query(question: str) -> ColumnElement[Any]:
    asked = func.websearch_to_tsquery("english", func.unaccent(question))
    words = _WORD.findall(question)
    if not words:
        return asked
    beginning = " & ".join([*words[:-1], f"{words[-1]}:*"])
    either: ColumnElement[Any] = asked.op("||")(func.to_tsquery("english", func.unaccent(beginning)))
    return either


def _resemblance(question: str) -> ColumnElement[float]:
    return func.word_similarity(question, DOCUMENT.title)
