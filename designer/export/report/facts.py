"""The ten facts of the first page: of all that is known, what weighs most."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from designer.drawing.report_page import ReportFact
from designer.export.report.context import ReportContext
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, percent_text, ratio_text

MOST_FACTS: Final = 10
_FABRIC: Final = "fabric"


class _Told(NamedTuple):
    """A fact, how much it weighs beside the others (the least is told first), and its place on the page."""

    fact: ReportFact
    weight: int


def facts(context: ReportContext) -> tuple[ReportFact, ...]:
    """Return the facts of the first page, ten at most, in the order of the chapters."""
    told = list(_facts(context))
    kept = sorted(told, key=lambda one: one.weight)[:MOST_FACTS]
    return tuple(one.fact for one in told if one in kept)


def _facts(context: ReportContext) -> Iterator[_Told]:
    """Yield everything that could be told."""
    results = context.results
    counts, network, power = results.counts, results.network, results.power
    own = int(counts.accelerators.value or 0) - counts.accelerators_rented
    names = [context.design.parts[part].name for part in counts.accelerators_by_part if part in context.design.parts]
    model = names[0] if len(names) == 1 else ""
    if own:
        yield _Told(ReportFact(label="Accelerators", number=count_text(own), unit=_short(model)), 0)
    if counts.accelerators_rented:
        rented = ReportFact(label="Accelerators, rented", number=count_text(counts.accelerators_rented))
        yield _Told(rented, 0)
    if network is not None and network.endpoints > 1 and not network.in_pieces:
        yield from _told(context, "Network, half to half", network.bisection_gbps, 2)
    worst = max(
        (
            tier.oversubscription.value
            for tier in (network.tiers if network is not None else ())
            if tier.medium == _FABRIC and tier.oversubscription.value is not None
        ),
        default=None,
    )
    if worst is not None:
        yield _Told(ReportFact(label="Oversubscription", number=ratio_text(worst)), 3)
    if power is not None:
        yield from _told(context, "IT load, typical", power.it_typical_w, 4)
        yield from _told(context, "IT, full load", power.it_max_w, 5)
        yield from _told(context, "PUE", power.pue if power.it_max_w.value else None, 12)
    if results.energy is not None:
        yield from _told(context, "Energy a year", results.energy.facility_kwh, 6)
        yield from _told(context, "CO2 a year", results.energy.co2e_t_per_year, 7)
        yield from _told(context, "Water a year", results.energy.water_m3_per_year, 14)
    if results.cost is not None:
        yield from _told(context, "Accelerator hour", context.money(results.cost.usd_per_gpu_hour), 8)
    for key, label, weight in (
        ("first_token", "First token", 9),
        ("token", "Each further token", 13),
        ("tokens", "Tokens a second", 10),
        ("days", "Training project", 9),
    ):
        yield from _told(context, label, context.headline(key), weight)
    yield from _kept(context)
    if counts.nodes:
        both = f"{count_text(counts.nodes)}, {count_text(counts.cables)}"
        yield _Told(ReportFact(label="Parts, cables", number=both), 15)


def _told(context: ReportContext, label: str, figure: Figure | None, weight: int) -> Iterator[_Told]:
    if figure is None or not figure.value:
        return
    text = context.shown(figure)
    unit = text.unit.split("/")[0].strip() if label.endswith(("a year", "hour", "a second")) else text.unit
    unit = "" if unit == "1" else unit
    yield _Told(ReportFact(label=label, number=text.signed_number, unit=unit), weight)


def _kept(context: ReportContext) -> Iterator[_Told]:
    """Yield what is kept as the worst single part of the network fails, where anything is lost by it."""
    resilience = context.results.resilience
    for one in resilience.worst_failures[:1] if resilience is not None else ():
        share, node = one.remaining_share.value, context.design.nodes.get(one.id)
        if share is not None and node is not None and percent_text(share) != "100%":
            fact = ReportFact(label=f"One {node.title} lost, keeps", number=percent_text(share).rstrip("%"), unit="%")
            yield _Told(fact, 6)


def _short(name: str) -> str:
    """Return the last word of the name of an accelerator with a figure in it: "H100", where it has one."""
    return next((word for word in name.split() if any(sign.isdigit() for sign in word)), "")
