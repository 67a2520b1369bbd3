"""The bottleneck in one sentence: what is full first, what growth breaks, and the cheapest step that lifts it."""

from typing import NamedTuple

from designer.analysis.workload_results import WorkloadsResult
from designer.model.design import Design
from designer.model.figure_text import figure_text, number_text, percent_text, quantity_text
from designer.model.figures import Figure
from designer.model.money import in_currency
from designer.model.pricing import PriceBook


class BottleneckWords(NamedTuple):
    """What is said of the bottleneck; "" where there is nothing to say.

    Attributes:
        fullest: What is full first and of what it has the least: "vLLM is full first, at 42%: memory bandwidth."
        growth: What growth breaks: "It is full at 2.4 times the demand, then pgvector at 3.1."
        lift: The cheapest step: "1 more of DGX H100: 250 k$, 10.2 kW, carries 3 times the demand."
    """

    fullest: str
    growth: str
    lift: str

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return " ".join(filter(None, self))


def bottleneck_words(design: Design, work: WorkloadsResult | None, book: PriceBook | None = None) -> BottleneckWords:
    """Return the bottleneck of DESIGN in words, money as BOOK shows it."""
    if work is None:
        return BottleneckWords("", "", "")
    return BottleneckWords(_fullest(design, work), _growth(design, work), _lift(design, work, book or PriceBook()))


def break_ticks(design: Design, work: WorkloadsResult | None) -> tuple[tuple[float, str], ...]:
    """Return (growth, name) of what breaks, the first one first, for the ticks of a slider."""
    if work is None:
        return ()
    return tuple((one.at.value, _title(design, one.id)) for one in work.growth.breaks if one.at.value is not None)


def _fullest(design: Design, work: WorkloadsResult) -> str:
    layer = next((one for one in work.layers if one.layer == work.bottleneck), None)
    if layer is None or layer.utilisation.value is None:
        return ""
    share = layer.utilisation.value
    bound = next((one.bound for one in work.growth.breaks if one.id == layer.worst), "")
    what = f": {bound}" if bound else ""
    title = _title(design, layer.worst)
    if share > 1.0:
        return f"{title} is too small, at {percent_text(share)} of what it can{what}."
    return f"{title} is full first, at {percent_text(share)}{what}."


def _growth(design: Design, work: WorkloadsResult) -> str:
    breaks = [one for one in work.growth.breaks if one.at.value is not None]
    if not breaks:
        return ""
    first, *others = breaks
    what = "the demand" if work.growth.load == 1.0 else "the demand that is set"
    start = "It" if first.id == _worst(work) else _title(design, first.id)
    words = f"{start} is full at {_times(first.at)} {what}"
    if others:
        words += f", then {_title(design, others[0].id)} at {_times(others[0].at)}"
    return f"{words}."


def _lift(design: Design, work: WorkloadsResult, book: PriceBook) -> str:
    lift = next(iter(work.growth.lifts), None)
    if lift is None:
        return ""
    price = figure_text(in_currency(lift.usd, book)) if lift.usd.known else "price unknown"
    terms = [f"+ {lift.count:,} {_title(design, lift.step)}: {price}"]
    if lift.watts.value:
        terms.append(quantity_text(lift.watts.value, "W"))
    if lift.carries.value is not None:
        terms.append(f"carries {_times(lift.carries)} the demand, then {_title(design, lift.next_id)} is full")
    return f"{', '.join(terms)}."


def _worst(work: WorkloadsResult) -> str:
    return next((one.worst for one in work.layers if one.layer == work.bottleneck), "")


def _times(growth: Figure) -> str:
    return f"{number_text(growth.value or 0.0)} times"


def _title(design: Design, name: str) -> str:
    node, link = design.nodes.get(name), design.links.get(name)
    return node.title if node else (link.name or link.id) if link else name
