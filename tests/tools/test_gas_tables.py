"""The figures in the documents."""

from __future__ import annotations

import json

import pytest

from tools.gas.tables import DOCUMENTS, RESULTS, ROWS, filled

GAS = {"list": 84_000, "mint": 82_000, "renew": 1_037_000}


def test_filled__row_that_is_known__has_its_figures() -> None:
    before = "| Create a listing | **1** | 73,748 | |\n\n| Membership: mint, renew | 1,234, 5 |\nin 2 lines"

    after = (
        "| Create a listing | **84,000** | 73,748 | |\n\n| Membership: mint, renew | 82,000, 1,037,000 |\nin 2 lines"
    )
    assert filled(before, GAS) == after
    assert filled(after, GAS) == after


def test_filled__row_with_another_number_of_figures__raises() -> None:
    with pytest.raises(ValueError, match="2 figures expected"):
        filled("| Membership: mint, renew | 82,000 |", GAS)


def test_documents__every_figure_of_ours__comes_from_the_results() -> None:
    gas = json.loads(RESULTS.read_text())
    texts = [document.read_text() for document in DOCUMENTS]

    assert [filled(text, gas) for text in texts] == texts
    for label in ROWS:
        assert any(f"| {label} |" in text for text in texts), label
