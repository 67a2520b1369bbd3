"""Max-min fair shares of one capacity. For shares over many links see `shared_links`."""

from collections.abc import Sequence

from designer.formulas.checks import not_negative, positive, some


def max_min(capacity: float, demands: Sequence[float], weights: Sequence[float] = ()) -> list[float]:
    """Rates by progressive filling: each flow gets min(demand, weight · level), the level filling the capacity.

    Flows are satisfied in the order of demand/weight; what they leave is shared among the others by weight.

    Source: Keshav, "An Engineering Approach to Computer Networking", 1997, pages 215–217.

    Args:
        capacity: What is shared, in any unit of rate.
        demands: What each flow asks for, in the unit of the capacity.
        weights: Weight of each flow; empty for all 1.

    Returns:
        The rate of each flow, in the unit and the order of the demands.

    Raises:
        ValueError: An input is out of range or the lists differ in length.
    """
    for demand in some("demands", demands):
        not_negative("demands", demand)
    for weight in weights:
        positive("weights", weight)
    if weights and len(weights) != len(demands):
        raise ValueError(f"weights must be as many as demands: {len(weights)} weights for {len(demands)} demands.")
    left = not_negative("capacity", capacity)
    shares = list(weights) or [1.0] * len(demands)
    order = sorted(range(len(demands)), key=lambda i: demands[i] / shares[i])

    # Summed from the end, so that the last weight left is exact and not a rest of subtractions.
    behind = [0.0] * (len(order) + 1)
    for place in range(len(order) - 1, -1, -1):
        behind[place] = behind[place + 1] + shares[order[place]]

    rates = [0.0] * len(demands)
    for place, flow in enumerate(order):
        rates[flow] = min(float(demands[flow]), left * (shares[flow] / behind[place]))
        left = max(0.0, left - rates[flow])
    return rates
