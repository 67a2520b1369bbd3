"""Texts on the tiles of the one-line diagram, and how bad what they say is."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.power.records import PlantElement, PlantFailure
from designer.drawing.records import Emphasis
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.figures.figure import product
from designer.model.figures.figure_text import figure_text, number_text, percent_text
from designer.model.kinds import GENERATORS, KINDS
from designer.model.naming import title_of
from designer.model.records import Record
from designer.model.wording import listed, noun

OVER: Final = 1.0 + 1e-9
MARK: Final = 0.8
SYMBOLS: Final[Mapping[str, str]] = {kind.id: kind.symbol for kind in KINDS.values() if kind.symbol}
"""Icon of the symbol of each kind of power equipment."""


class Stage(Record, frozen=True, kw_only=True):
    """The piece of the power chain that one tile stands for.

    Attributes:
        fullest: Of its members.
        members: Ids.
        copies: Of all members together.
        dark: Copies without power; of power equipment those that nothing reaches.
        overloaded: Copies that carry more than they may.
        failed: Members taken as failed, whole or in copies.
        bypassed: What failed of it passes raw mains on.
        place: Name of the rack or copy that it is of, where copies are drawn one by one; "" else.
        above: Ids of the copies that feed it then.
    """

    fullest: PlantElement
    members: tuple[str, ...]
    copies: int
    dark: int = 0
    overloaded: int = 0
    failed: int = 0
    bypassed: bool = False
    place: str = ""
    above: tuple[str, ...] = ()


class Reading(NamedTuple):
    """The text of a tile in pieces, so that it can say less from afar.

    Attributes:
        load: What it carries.
        of: What it may carry; "" where nobody says.
        share: One over the other, of the fullest phase or bank.
        lost: What all its copies lose; "" for nothing.
        state: What a failure does to it, or that it stands by; "" in service.
    """

    load: str
    of: str
    share: str
    lost: str
    state: str


def names_of(design: Design, ids: Collection[str]) -> dict[str, str]:
    """Return the name of each of IDS; those of one title are told apart by the names of their copies: PDU 1–7."""
    titles = Counter(design.nodes[one].title for one in ids)
    names = device_names(design)
    shared = {one for one in ids if titles[design.nodes[one].title] > 1}
    return {one: names.span(one) if one in shared else title_of(design, one) for one in ids}


def symbol_of(element: PlantElement) -> str:
    """Icon of the symbol."""
    return "one-line-load" if element.device else SYMBOLS.get(element.kind, "one-line-panel")


def emphasis_of(stage: Stage) -> Emphasis:
    """The sign on a tile: what failed and what is dark, then what is overloaded, then what is nearly full."""
    # The whole stage has no power, through no fault of its own: paler, not red.
    if stage.dark and not stage.failed and not stage.fullest.device and stage.dark >= stage.copies:
        return "dimmed"
    if stage.failed or (stage.dark and stage.fullest.device):
        return "failed"
    full = stage.fullest.utilisation.value
    if stage.overloaded or (full is not None and full > OVER):
        return "error"
    return "warn" if full is not None and full > MARK and stage.fullest.limit == "rating" else ""


def out_of_service(stage: Stage) -> bool:
    """Return whether nothing comes out of STAGE: all of it has failed or has no power."""
    return stage.failed + stage.dark >= stage.copies and not stage.bypassed


def span_text(element: PlantElement, count: int = 1) -> str:
    """Return what COUNT of ELEMENT take, typical to maximum: 422–520 kW."""
    typical, most = element.load_typical_w, element.load_max_w
    if most.value is None:
        return figure_text(most)
    low = most.value if typical.value is None else min(typical.value, most.value)
    spanned = replace(most, value=most.value * count, low=low * count, high=most.value * count, likely=None)
    return figure_text(spanned).replace("at least ", "≥ ")


def dark_watts(stage: Stage, before: Mapping[str, PlantElement]) -> float | None:
    """Return what the dark and failed copies of STAGE took at most before; None where that is not known.

    Args:
        stage: Devices, of which some have no power.
        before: Elements with nothing failed, by id.
    """
    taken = [before[one].load_max_w.value for one in stage.members if one in before]
    known = [one for one in taken if one is not None]
    if not known or len(known) < len(stage.members):
        return None
    return max(known) * min(stage.dark + stage.failed, stage.copies)


def line_of(stage: Stage) -> str:
    """The second line: its state in a failure, else its load of its capacity."""
    element = stage.fullest
    if stage.bypassed:
        return f"On bypass: {figure_text(element.load_max_w, ranged=False)} of raw mains"
    if stage.failed:
        return "Failed" if stage.failed >= stage.copies else f"{number_text(stage.failed, 4)} failed"
    if stage.dark:
        some = "" if stage.dark >= stage.copies else f" {number_text(stage.dark, 4)} of {number_text(stage.copies, 4)}"
        return f"{'Dark' if element.device else 'No power'}{some}"
    load = figure_text(element.load_max_w, ranged=False)
    if element.device:
        return f"{load} each" if stage.copies > 1 else load
    if element.kind in GENERATORS and not element.load_max_w.value:
        return (
            f"Stands by, {figure_text(element.capacity_w, ranged=False)}" if element.capacity_w.known else "Stands by"
        )
    if not element.capacity_w.known:
        return f"{load}, rating not set"
    carried = product("carried", (element.utilisation, element.capacity_w), "W")
    text = f"{figure_text(carried, ranged=False)} of {figure_text(element.capacity_w, ranged=False)}, "
    text += percent_text(element.utilisation.value)
    return f"Overloaded: {text}" if stage.overloaded else text


def reading_of(stage: Stage, failure: PlantFailure | None) -> Reading:
    """Return the text of the tile of STAGE in pieces."""
    element = stage.fullest
    most = figure_text(element.load_max_w, ranged=False)
    known = element.capacity_w.known and element.utilisation.known and not element.device
    load = figure_text(product("carried", (element.utilisation, element.capacity_w), "W"), ranged=False)
    lost = figure_text(element.losses_w, ranged=False) if element.losses_w.value else ""
    if element.kind in GENERATORS and not element.load_max_w.value and not stage.failed:
        rating = figure_text(element.capacity_w, ranged=False) if element.capacity_w.known else ""
        return Reading(load=rating, of="", share="", lost="", state="Stands by")
    return Reading(
        load=(load if known else most).replace("at least ", "≥ "),
        of=figure_text(element.capacity_w, ranged=False) if known else "",
        share=percent_text(element.utilisation.value) if known else "",
        lost=f"{lost} lost" if lost else "",
        state=_state(stage, failure),
    )


def _state(stage: Stage, failure: PlantFailure | None) -> str:
    element = stage.fullest
    if failure is not None and element.id in failure.battery_min and not stage.failed:
        time = failure.battery_min[element.id]
        start = f", generator in {figure_text(failure.start_s, ranged=False)}" if failure.start_s.known else ""
        return f"Battery {figure_text(time) if time.known else 'time not known'}{start}"
    if stage.failed or stage.dark:
        return line_of(stage)
    if failure is not None and element.id in failure.transferred:
        return "Changed over"
    return ""


def battery_words(failure: PlantFailure) -> str:
    """Return how long batteries last, and when a generator takes over: "16 to 20 min, generator after 10 s"."""
    time = figure_text(failure.ride_through_min) if failure.ride_through_min.known else "time not known"
    if not failure.start_s.known:
        return f"{time}, no generator takes over" if failure.ride_through_min.known else time
    return f"{time}, generator after {figure_text(failure.start_s, ranged=False)}"


def failure_words(titles: Sequence[str], failure: PlantFailure | None, names: Mapping[str, str]) -> str:
    """One line of what a failure takes along; "" when nothing has failed."""
    if failure is None:
        return ""
    said: list[str] = []
    if failure.dark:
        count = sum(failure.dark.values())
        lost = failure.accelerators
        chips = f", {number_text(lost, 6)} {noun(lost, 'accelerator')}" if lost else ""
        said.append(
            f"{number_text(count, 6)} {noun(count, 'device')} dark ({figure_text(failure.lost_w, ranged=False)}{chips})"
        )
    if failure.overloaded:
        said.append(f"overloaded: {', '.join(names.get(one, one) for one in list(failure.overloaded)[:3])}")
    if failure.interrupted:
        said.append(f"{number_text(sum(failure.interrupted.values()), 6)} devices off until a generator runs")
    if failure.on_battery:
        called = ", ".join(names.get(one, one) for one in failure.on_battery[:3])
        said.append(f"on battery ({battery_words(failure)}): {called}")
    if failure.bypassed:
        said.append(f"on bypass: {', '.join(names.get(one, one) for one in failure.bypassed[:3])}")
    if failure.unprotected:
        count = sum(failure.unprotected.values())
        said.append(f"{number_text(count, 6)} {'device' if count == 1 else 'devices'} without a battery behind them")
    if failure.transferred:
        said.append(f"transferred: {', '.join(names.get(one, one) for one in failure.transferred[:3])}")
    return f"Without {', '.join(titles[:3])}: {'; '.join(said) or 'everything holds'}."


def failure_title(titles: Sequence[str], failure: PlantFailure, devices: int) -> str:
    """Return one sentence of what a failure darkens: With UPS A failed, 16 of 160 devices go dark.

    Args:
        titles: What has failed.
        failure: What it takes along.
        devices: How many devices hang on the chain.
    """
    gone = listed(titles)
    count = sum(failure.dark.values())
    if count:
        return f"With {gone} failed, {number_text(count, 6)} of {number_text(devices, 6)} devices go dark"
    return f"With {gone} failed, nothing goes dark"
