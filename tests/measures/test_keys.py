"""Cells that hold several keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.keys import joined, keys_in

KEYS = [*REASONS, *(moment for moment in MOMENTS if moment)]


@given(st.lists(st.sampled_from(KEYS)))
def test_keys_come_back_as_they_went_in(keys: list[str]) -> None:
    assert keys_in(joined(keys)) == keys


@pytest.mark.parametrize("cell", ["", None, float("nan")])
def test_a_cell_without_a_key_holds_none(cell: object) -> None:
    assert keys_in(cell) == []
