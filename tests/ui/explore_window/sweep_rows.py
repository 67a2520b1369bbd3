"""Rows of sweeps for tests: a few whose figures can be worked out by hand, and many by a formula."""

import numpy as np

from designer.explore.sweep.table import FigureColumn, SweepTable, words_of

COST, SPEED, POWER = "cost.capex_usd", "headlines.tokens", "power.facility_w"
COUNTS = {COST: -1, SPEED: 1}
H100, B200 = "nvidia/dgx-h100", "nvidia/dgx-b200"


def figure(values, unit, missing=None):
    values = np.array(values, dtype=float)
    return FigureColumn(values, values * 0.9, values * 1.1, unit, words_of(missing or [""] * len(values)))


def table_of_columns(servers, parts, cost, speed, power, problems=None, missing=None):
    count = len(servers)
    return SweepTable(
        np.arange(count, dtype=np.int64) + 10,
        {"servers": np.array(servers, dtype=float), "server": words_of(parts)},
        {COST: figure(cost, "USD", missing), SPEED: figure(speed, "1/s"), POWER: figure(power, "W")},
        words_of(problems or [""] * count),
    )


def six_rows():
    """Six variants, numbered from 10: of H100 with 8, 16 and 32 servers, of B200 with as many, the last unknown."""
    return table_of_columns(
        servers=[8, 16, 32, 8, 16, 32],
        parts=[H100, H100, H100, B200, B200, B200],
        cost=[2e6, 4e6, 8e6, 3e6, 6e6, np.nan],
        speed=[40e3, 80e3, 160e3, 80e3, 160e3, np.nan],
        power=[80e3, 160e3, 320e3, 110e3, 220e3, np.nan],
        problems=["", "", "", "", "", "No leaf has so many ports."],
    )


def many_rows(count):
    """COUNT variants in which more servers cost more and carry more, with a spread that is the same each time."""
    spread = np.random.default_rng(3)
    servers = spread.integers(8, 64, count).astype(float)
    place = spread.integers(0, 2, count)
    cost = servers * np.array([250e3, 375e3])[place] * spread.uniform(0.95, 1.1, count)
    speed = servers * np.array([5e3, 10e3])[place] * spread.uniform(0.9, 1.0, count)
    return table_of_columns(servers, [(H100, B200)[one] for one in place], cost, speed, servers * 10e3)
