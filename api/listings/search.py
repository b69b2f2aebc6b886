"""Plain full-text search: stems of English words, the last word as its beginning (for search as one types), and titles
that are spelled nearly like the question.

Questions with quotes, `-word` or `or` mean exactly what they say: nothing is added to them.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, or_

from api.columns import DOCUMENT

RESEMBLES = 0.45  # of 1; below it, words are taken for other words
# `%>` compares with this setting of a session, and unlike a function it is answered by the index.
THRESHOLD = f"-c pg_trgm.word_similarity_threshold={RESEMBLES}"
ENGLISH = "english"

_WORD = re.compile(r"\w+")
_EXACT = re.compile(r'"|(^|\s)-|\bor\b', re.IGNORECASE)


def matches(question: str) -> ColumnElement[bool]:
    """Documents that answer the question (websearch syntax of PostgreSQL)."""
    found: ColumnElement[bool] = DOCUMENT.search.bool_op("@@")(_query(question))
    return found if _EXACT.search(question) else or_(found, DOCUMENT.title.bool_op("%>")(question))


def rank(question: str) -> ColumnElement[int]:
    """Millionths, so that pages can be cut exactly."""
    score = func.ts_rank_cd(DOCUMENT.search, _query(question)) + func.word_similarity(question, DOCUMENT.title)
    return cast(score * 1_000_000, BigInteger)


def _query(question: str) -> ColumnElement[Any]:
    asked: ColumnElement[Any] = func.websearch_to_tsquery(ENGLISH, func.unaccent(question))
    words = _WORD.findall(question)
    if not words or _EXACT.search(question):
        return asked
    return asked.op("||")(_begun(words))


def _begun(words: list[str]) -> ColumnElement[Any]:
    """All the words, the last one perhaps not finished. It is quoted: `unaccent` turns some letters into operators."""
    last = func.to_tsquery(ENGLISH, func.quote_literal(func.unaccent(words[-1])).op("||")(":*"))
    before = func.plainto_tsquery(ENGLISH, func.unaccent(" ".join(words[:-1])))
    return before.op("&&")(last)
