"""The constants of collective times fitted anew to some of the rows, so that others can judge them.

Least squares on log ratios with a pseudo-Huber loss of scale 0.1. All constants are held near round start values,
which are no fit: one that no row tells anything of stays there. Shares of trees are published and not fitted, and the
constants of links that were never measured are left as they are.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray
from scipy.optimize import least_squares

from designer.formulas.network.collective_times import VALUES, Collectives, collective_times

Floats = NDArray[np.float64]

START: Final[dict[str, float]] = {
    "call_all_reduce": 5.0,
    "call_all_gather": 5.0,
    "call_reduce_scatter": 5.0,
    "call_all_to_all": 5.0,
    "peer_all_reduce": 1.0,
    "peer_all_gather": 1.0,
    "peer_reduce_scatter": 1.0,
    "peer_all_to_all": 0.3,
    "ramp_all_reduce": 5.0,
    "ramp_all_gather": 5.0,
    "ramp_reduce_scatter": 5.0,
    "ramp_all_to_all": 5.0,
    "ramp_size": 0.6,
    "ramp_rate": 0.7,
    "ramp_nvlink_4": 0.9,
    "latency_nvlink_3": 1.5,
    "latency_nvlink_5": 1.5,
    "ring_nvlink_3": 0.8,
    "ring_nvlink_4": 0.8,
    "ring_nvlink_5": 0.8,
    "in_switch_nvlink_4": 0.65,
    "in_switch_nvlink_5": 0.65,
    "pair": 0.9,
    "fabric": 0.95,
    "fabric_step": 10.0,
    "network_ib": 30.0,
    "network_efa": 60.0,
}
SHARES: Final = ("ring_", "in_switch_", "pair", "fabric", "ramp_size", "ramp_rate")
"""What begins the names of constants that are known better beforehand than the others."""
DEVIATION: Final = 0.5
"""Of the logarithm of a constant from its start."""
CLOSE_DEVIATION: Final = 0.1
PULL: Final = 100.0
"""Weight of a constant beside one row."""
HUBER: Final = 0.1


def some(columns: Collectives, used: NDArray[np.bool_]) -> Collectives:
    """Return those of COLUMNS that are USED."""
    fields = {name: getattr(columns, name)[used] for name in columns.__struct_fields__ if name != "tree_fabric"}
    return structs.replace(columns, **fields)


def fitted(columns: Collectives, measured_us: Floats, used: NDArray[np.bool_]) -> Mapping[str, float]:
    """Return the constants that fit the USED of COLUMNS, of which MEASURED_US was measured."""
    rows, real = some(columns, used), measured_us[used]
    close = np.array([name.startswith(SHARES) and START[name] < 1 for name in START])
    spread = np.where(close, CLOSE_DEVIATION, DEVIATION)

    def made(logs: Floats) -> dict[str, float]:
        return VALUES | {name: START[name] * factor for name, factor in zip(START, np.exp(logs).tolist(), strict=True)}

    def residuals(logs: Floats) -> Floats:
        ratios = np.log(collective_times(rows, made(logs)).total / real)
        # Pseudo-Huber: as squares near 0, as the absolute value far away.
        robust = np.sign(ratios) * HUBER * np.sqrt(2 * (np.sqrt(1 + (ratios / HUBER) ** 2) - 1))
        return np.concatenate([robust, np.sqrt(PULL) * HUBER * logs / spread])

    found = least_squares(residuals, np.zeros(spread.size), method="trf", max_nfev=10)
    return made(found.x)
