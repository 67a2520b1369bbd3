"""Fullness of every copy: its load over its capacity, whole, by its fullest phase and by its fullest bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from designer.analysis.power.capacity import Capacity, capacity_of
from designer.analysis.power.chain import MAX, Chain, Flags, Floats, Ints
from designer.analysis.power.load_flow import Walk
from designer.analysis.power.phases import bank_loads, phase_shares
from designer.model.assumptions.table import assumed
from designer.model.kinds import RACK_POWER

"""Kinds that carry the full maxima: few devices hang on one, and they may well peak together."""
OVER = 1.0 + 1e-9


@dataclass(frozen=True)
class Limits:
    """Capacities of every copy.

    Attributes:
        capacities: By node.
        continuous_w: By vertex; infinite where unknown.
        factor: Share of the sum of the maxima that a vertex has to carry at one moment.
    """

    chain: Chain
    capacities: Mapping[str, Capacity]
    continuous_w: Floats
    factor: Floats

    @cached_property
    def banks(self) -> Ints:
        """Banks of every vertex, 0 for none."""
        return np.array([self.capacities[one].banks for one in self.chain.order], dtype=np.int64)[self.chain.owner]

    @cached_property
    def bank_w(self) -> Floats:
        """Return the W that one bank of each vertex may carry (vertices,); infinite where unknown."""
        found = [self.capacities[one].bank_w or np.inf for one in self.chain.order]
        return np.array(found, dtype=np.float64)[self.chain.owner]

    @cached_property
    def three_phase(self) -> Floats:
        """1 for each vertex of three phases, else 0."""
        return np.array([self.capacities[one].phases == 3 for one in self.chain.order], np.float64)[self.chain.owner]

    def max_w(self, walked: Walk, column: int = MAX) -> Floats:
        """Return the W that every copy takes at maximum (vertices,); COLUMN is of what was walked."""
        return walked.load[..., column] * self.factor

    def carried_w(self, walked: Walk, column: int = MAX) -> Floats:
        """Return the W that count against the capacity (vertices,): output of what is rated by it, else input."""
        return np.where(self.by_output, walked.out[..., column], walked.load[..., column]) * self.factor

    @cached_property
    def by_output(self) -> Flags:
        """Vertices whose rating is their output."""
        found = [self.capacities[one].limit == "rating" for one in self.chain.order]
        return np.array(found, dtype=np.bool_)[self.chain.owner]

    def fullness(self, walked: Walk, column: int = MAX) -> Floats:
        """Load over capacity of every vertex by its fullest phase, bank or whole; 0 where nothing is known."""
        carried = self.carried_w(walked, column)
        capacity = self.capacity_now(walked)
        # Infinite capacity, where nothing is known, gives 0.
        full = carried / capacity
        shares = phase_shares(self.chain, walked, column)
        if shares is not None:
            # A phase carries a third of the capacity, so the fullest one counts three times its share.
            full = np.where(self.three_phase > 0, full * 3.0 * shares.max(axis=-1), full)
        loads = bank_loads(self.chain, walked, column, self.banks.tolist())
        if loads is not None:
            full = np.maximum(full, loads.max(axis=-1) * self.factor / self.bank_w)
        return full

    def capacity_now(self, walked: Walk) -> Floats:
        """Return the W that every vertex may carry (vertices,); a device by its live power supplies."""
        chain = self.chain
        # A cord feeds one supply: with fewer live cords than supplies, the rest of the supplies give nothing.
        cords = np.minimum(walked.live_cords, chain.supplies)
        live = chain.devices & (chain.supplies > 0) & (chain.supply_w > 0) & (walked.live_cords > 0)
        return np.where(live, cords * chain.supply_w, self.continuous_w)


def limits_of(chain: Chain) -> Limits:
    """Return the limits of every copy of CHAIN."""
    design = chain.design
    capacities = {node_id: capacity_of(design, design.nodes[node_id]) for node_id in chain.order}
    # A capacity of 0 would be no capacity known; the smallest number keeps the division defined.
    least = np.finfo(np.float64).tiny
    values = [
        np.inf if capacities[one].continuous_w.value is None else max(capacities[one].continuous_w.or_zero, least)
        for one in chain.order
    ]
    diversity = assumed(design, "diversity").value or 1.0
    # Maxima of many racks do not come at one moment: above racks, diversity takes part of their sum.
    shared = np.array([design.nodes[one].kind not in RACK_POWER for one in chain.order], dtype=np.bool_)
    return Limits(
        chain=chain,
        capacities=capacities,
        continuous_w=np.array(values, dtype=np.float64)[chain.owner],
        factor=np.where(shared[chain.owner] & ~chain.devices, diversity, 1.0),
    )
