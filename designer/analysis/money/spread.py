"""Spread of the headline figures of money: P10, P50, P90 over all ranges, and what moves each most."""

from designer.analysis.money.records import Uncertain, UncertainName
from designer.analysis.results import Results
from designer.analysis.spreads import Spread, Swing
from designer.analysis.uncertainty import DRAWS, monte_carlo, tornado
from designer.model.figures.figure import Figure


def uncertain(results: Results, seed: int = 0, draws: int = DRAWS) -> Uncertain:
    """Spread and tornado of purchase, month, total cost, accelerator hour and request, as far as RESULTS have them.

    Raises:
        ValueError: DRAWS is not from 1 to a million.
    """
    figures = _figures(results)
    spreads: dict[UncertainName, Spread] = {}
    swings: dict[UncertainName, tuple[Swing, ...]] = {}
    for name, figure in figures.items():
        spread = monte_carlo(figure, draws=draws, seed=seed)
        if spread is not None:
            spreads[name] = spread
            swings[name] = tornado(figure)
    return Uncertain(figures=figures, spreads=spreads, tornado=swings, seed=seed)


def _figures(results: Results) -> dict[UncertainName, Figure]:
    figures: dict[UncertainName, Figure] = {}
    if results.cost is not None:
        figures["capex"] = results.cost.capex_usd
        figures["monthly"] = results.cost.monthly_usd
        figures["tco"] = results.cost.tco_usd
        figures["usd_per_gpu_hour"] = results.cost.usd_per_gpu_hour
    if results.workloads is not None and results.workloads.usd_per_request.known:
        figures["usd_per_request"] = results.workloads.usd_per_request
    return figures
