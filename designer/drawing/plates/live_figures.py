"""Figures of the analysis for single nodes, as their plates and the line below their names show them."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from designer.analysis.results import Results
from designer.analysis.workloads.results import WorkloadsResult
from designer.drawing.words import amount
from designer.model.figures.figure import Figure

_MOST_DIGITS_KW: Final = 100.0


class LiveFigure(NamedTuple):
    """The load of one copy of a node, the fullest where they differ.

    Attributes:
        share: Of what it can carry, hold or answer; None where that is not known.
        words: Both in words: "13.6 of 22 kW · 62%".
        short: The load alone, for a narrow tile: "13.6 kW".
        reading: For a display: its load in kW, "13.6"; "" where it has none.
    """

    share: float | None
    words: str
    reading: str = ""
    short: str = ""


def live_figures(results: Results | None) -> dict[str, LiveFigure]:
    """Return what is known, by id of the node; what the analysis does not know is left out."""
    if results is None:
        return {}
    found = {one: figure for one, figure in (*_powered(results), *_cooled(results)) if figure is not None}
    if results.workloads is not None:
        found |= dict(_working(results.workloads))
    return found


def _powered(results: Results) -> Iterator[tuple[str, LiveFigure | None]]:
    """Power equipment: its load at maximum against what it may carry for hours."""
    for element in results.plant.elements.values() if results.plant is not None else ():
        if not element.device:
            share = element.utilisation.value
            yield element.id, _watts(element.load_max_w, element.capacity_w, share)


def _cooled(results: Results) -> Iterator[tuple[str, LiveFigure | None]]:
    """Coolers, coolant units and chillers: the heat that they take at maximum against what they may take."""
    for unit in results.cooling.heat.units.values() if results.cooling is not None else ():
        yield unit.id, _watts(unit.load_max_w, unit.capacity_w, unit.utilisation.value)


def _watts(load: Figure, capacity: Figure, share: float | None) -> LiveFigure | None:
    if not load.value or share is None or capacity.value is None:
        return None
    least = "≥ " if load.at_least else ""
    words = f"{least}{_of(load.value, capacity.value, 'W')} · {share:.0%}"
    kilowatts = load.value / 1000
    digits = f"{kilowatts:,.0f}" if kilowatts >= _MOST_DIGITS_KW else f"{kilowatts:.3g}"
    return LiveFigure(share, words, digits, least + amount(load.value, "W"))


def _of(value: float, whole: float, unit: str) -> str:
    """Return "13.6 of 22 kW": the unit is said once where both have the same."""
    used, has = amount(value, unit), amount(whole, unit)
    return f"{used.rpartition(' ')[0]} of {has}" if used.split()[-1] == has.split()[-1] else f"{used} of {has}"


def _working(work: WorkloadsResult) -> Iterator[tuple[str, LiveFigure]]:
    """Services, engines, pipelines and clusters by how busy they are, stores and indexes by how full."""
    for service in work.services:
        if service.utilisation.value is not None:
            yield service.id, LiveFigure(service.utilisation.value, f"{service.utilisation.value:.0%} busy")
    for pipeline in work.pipelines:
        if pipeline.utilisation.value is not None:
            yield pipeline.id, LiveFigure(pipeline.utilisation.value, f"{pipeline.utilisation.value:.0%} busy")
    for cluster in work.orchestration:
        pods, most = cluster.pods.value, cluster.pods_most.value
        if pods is not None and most:
            yield cluster.id, LiveFigure(pods / most, f"{pods:,.0f} of {most:,.0f} pods or jobs")
    for index in work.retrieval:
        holds, has = index.memory_gb.value, index.memory_has_gb.value
        if holds is not None and has:
            yield index.id, LiveFigure(holds / has, f"{holds:,.0f} of {has:,.0f} GB")
    for store in work.stores:
        used, room = store.used_tb.value, store.has_tb.value
        # Nothing lies in it as far as it is drawn: how full it is, nobody says.
        if used and room:
            yield store.id, LiveFigure(used / room, _of(used, room, "TB"))


def same_live(before: Mapping[str, LiveFigure], after: Mapping[str, LiveFigure]) -> bool:
    """Return whether both say the same of the same nodes."""
    return before is after or before == after
