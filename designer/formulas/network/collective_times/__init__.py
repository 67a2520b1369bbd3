"""Times of collective operations inside and between scale-up domains, with the range that measured rows support."""

from designer.formulas.network.collective_times.constants import CONSTANTS, VALUES
from designer.formulas.network.collective_times.rows import INPUTS, answer_rows
from designer.formulas.network.collective_times.times import Collectives, CollectiveTimes, collective_times, ideal_times

__all__ = [
    "CONSTANTS",
    "INPUTS",
    "VALUES",
    "CollectiveTimes",
    "Collectives",
    "answer_rows",
    "collective_times",
    "ideal_times",
]
