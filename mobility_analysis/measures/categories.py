"""Category columns made from whole-number codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["category_like", "codes_of", "n_categories", "words_of"]

Codes = npt.NDArray[np.integer[Any]]


def codes_of(column: pd.Series) -> Codes:
    """Return the codes of a category column; -1 for a missing value.

    Examples
    --------
    >>> codes_of(pd.Series(["b", "a", None], dtype="category")).tolist()
    [1, 0, -1]
    """
    return column.cat.codes.to_numpy()


def n_categories(column: pd.Series) -> int:
    """Return how many categories a column has, used or not.

    Examples
    --------
    >>> n_categories(pd.Series(["b", "a", "a"], dtype="category"))
    2
    """
    return len(column.cat.categories)


def category_like(column: pd.Series, codes: Codes) -> pd.Categorical:
    """Return the categories of a column, by code.

    Examples
    --------
    >>> list(category_like(pd.Series(["b", "a"], dtype="category"), np.array([1, 1, 0])))
    ['b', 'b', 'a']
    """
    dtype = cast("pd.CategoricalDtype[Any]", column.dtype)
    return pd.Categorical.from_codes(codes, dtype=dtype)


def words_of(words: Sequence[str], codes: Codes) -> pd.Categorical:
    """Return words of a fixed list, by code.

    Examples
    --------
    >>> list(words_of(["low", "high"], np.array([1, 0])))
    ['high', 'low']
    """
    dtype: pd.CategoricalDtype[Any] = pd.CategoricalDtype(list(words))
    return pd.Categorical.from_codes(codes, dtype=dtype)
