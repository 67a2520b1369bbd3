"""Measured rows of tests/data/measured, and the error of answers against them."""

import csv
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[1] / "data" / "measured"


def read_rows(name):
    """The rows of the file NAME as texts by column."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def collect(answers, output):
    """Values, low and high ends of OUTPUT of ANSWERS as three arrays; fails where a row was refused."""
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert not refused, refused
    return tuple(np.array([getattr(answer[output], part) for answer in answers]) for part in ("value", "low", "high"))


def error_table(value, low, high, measured):
    """Median and 90th percentile of |value ÷ measured − 1|, and the share of rows inside the range."""
    error = np.abs(value / measured - 1)
    return np.median(error), np.quantile(error, 0.9), np.mean((low <= measured) & (measured <= high))
