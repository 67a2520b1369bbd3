"""Sentences of the report that no slide has: what is drawn and wired, what it draws, what a year takes."""

from collections.abc import Iterator

from msgspec.structs import replace

from designer.analysis.energy.records import EnergyResult
from designer.analysis.reach.words import use_words
from designer.analysis.results import CoolingResult, NetworkResult, PowerResult
from designer.export.deck.records import Bound, Claim
from designer.export.report.context import ReportContext
from designer.model.assumptions.site_choices import ROUTING_WORDS
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, counted_text, figure_text
from designer.model.kinds import KINDS, Kind
from designer.model.parts.part import NETWORK_WORDS
from designer.model.wording import counted, listed
from designer.review.affected_figures import BISECTION, errors_against


def of(path: str, figure: Figure) -> Bound:
    """Return the place of FIGURE in the document with its value."""
    return Bound(path=path, value=figure.value)


def what_is_drawn(context: ReportContext) -> Iterator[Claim]:
    """Yield what stands there, by role, and by how many cables it is joined."""
    counts = context.results.counts
    rented = [(KINDS[name], number) for name, number in counts.by_kind.items() if name in context.rented_kinds]
    if rented:
        words = listed((f"{count_text(number)} {_kind_words(kind, number)}" for kind, number in rented), None)
        verb = "is" if len(rented) == 1 and rented[0][1] == 1 else "are"
        bound = tuple(Bound(path=f"counts.nodes.by_kind.{kind.id}", value=float(number)) for kind, number in rented)
        yield Claim(text=f"{words} {verb} rented.", bound=bound)
    kinds = [
        (KINDS[name], number)
        for name, number in counts.by_kind.items()
        if name in KINDS and name not in context.rented_kinds
    ]
    named = [
        (kind, number)
        for role in ("host", "switch", "storage")
        for kind, number in sorted(kinds, key=lambda pair: -pair[1])
        if kind.role == role
    ]
    bound = tuple(Bound(path=f"counts.nodes.by_kind.{kind.id}", value=float(number)) for kind, number in named)
    words = listed((f"{count_text(number)} {_kind_words(kind, number)}" for kind, number in named), None)
    cables = Bound(path="counts.cables.total", value=float(counts.cables))
    if named and counts.cables:
        verb = "is" if len(named) == 1 and named[0][1] == 1 else "are"
        text = f"{words} {verb} joined by {counted_text(counts.cables, 'cable')}."
        yield Claim(text=text, bound=(*bound, cables))
    elif named:
        yield Claim(text=f"{words}: none of it is wired yet.", bound=(*bound, cables), stance="opposite")
    elif counts.nodes and not rented:
        nodes = Bound(path="counts.nodes.total", value=float(counts.nodes))
        verb = "is" if counts.nodes == 1 else "are"
        yield Claim(text=f"{counted(counts.nodes, 'part')} {verb} drawn, no machine of one's own.", bound=(nodes,))


def _kind_words(kind: Kind, number: int) -> str:
    """Return the name of NUMBER things of KIND; storage comes in systems."""
    if kind.role == "storage":
        return "storage system" if number == 1 else "storage systems"
    return (kind.title if number == 1 else kind.plural).lower()


def how_it_is_wired(context: ReportContext) -> Iterator[Claim]:
    """Yield what the network carries from half to half, and how full each network gets."""
    network = context.results.network
    if network is None:
        return
    if network.in_pieces and network.pieces is not None:
        pieces = Bound(path="network.pieces.count", value=float(network.pieces.count))
        text = f"The network is in {counted(network.pieces.count, 'piece')} that cannot reach each other."
        yield Claim(text=text, bound=(pieces,), stance="opposite")
    elif network.endpoints > 1 and network.bisection_gbps.value and network.bisection_gbps.low != 0:
        yield _half(context, network)
    for place, use in enumerate(network.by_network):
        if use.fullest:
            words = f"The {NETWORK_WORDS[use.medium]} is full to {use_words(context.design, use)}."
            yield Claim(text=words, bound=(of(f"network.networks.{place}.worst", use.worst),))
    if network.routing and network.routing in ROUTING_WORDS:
        yield Claim(text=f"Traffic is divided by {ROUTING_WORDS[network.routing]}.")


def _half(context: ReportContext, network: NetworkResult) -> Claim:
    sends = f"{_least(network.bisection_gbps)} to the other half"
    bound = (of("network.bisection_gbps", network.bisection_gbps),)
    errors = errors_against(context.findings, BISECTION)
    # With errors in the network the figure is of what was meant, not of what is drawn.
    if errors:
        number = "one error" if len(errors) == 1 else counted(len(errors), "error")
        text = f"Any half of the servers could send {sends}, were it not for {number} in the network."
        return Claim(text=text, bound=bound, stance="opposite")
    return Claim(text=f"Any half of the servers can send {sends}.", bound=bound)


def _least(figure: Figure) -> str:
    """Return the bisection in words: the low end, where it is not known exactly."""
    low, value = figure.low, figure.value
    if low is None or value is None or low >= value:
        return figure_text(figure, ranged=False)
    text = figure_text(replace(figure, value=low, high=low), ranged=False)
    return text if text.startswith("at least") else f"at least {text}"


def what_it_draws(power: PowerResult, cooling: CoolingResult) -> Iterator[Claim]:
    """Yield what equipment and site draw, in use and at full load, and the heat of it."""
    if not power.it_max_w.value:
        return
    if power.it_typical_w.known:
        text = (
            f"In use the equipment draws {figure_text(power.it_typical_w)}, at full load {figure_text(power.it_max_w)}."
        )
        yield Claim(
            text=text, bound=(of("power.it_w.typical", power.it_typical_w), of("power.it_w.max", power.it_max_w))
        )
    if power.facility_w.known and power.pue.known:
        site, pue = power.facility_w, power.pue
        text = f"With cooling and losses the site takes {figure_text(site)}, a PUE of {figure_text(pue)}."
        yield Claim(text=text, bound=(of("power.facility_w", site), of("power.pue", pue)))
    if cooling.heat_w.value:
        text = f"At full load {figure_text(cooling.heat_w, ranged=False)} of heat are to be carried away."
        yield Claim(text=text, bound=(of("cooling.heat_w", cooling.heat_w),))


def _of_year(figure: Figure) -> str:
    """Return FIGURE of a year in a sentence that says so already."""
    return figure_text(figure).removesuffix("year").rstrip("/ ")


def what_a_year_takes(context: ReportContext, energy: EnergyResult) -> Iterator[Claim]:
    """Yield electricity, money, carbon and water of a year; nothing where nothing draws power."""
    if not energy.facility_kwh.value:
        return
    text = (
        f"A year takes {_of_year(energy.facility_kwh)} of electricity for "
        f"{_of_year(context.money(energy.usd_per_year))}, and emits {_of_year(energy.co2e_t_per_year)} of CO2 "
        "equivalent by the average of the grid."
    )
    yield Claim(
        text=text,
        bound=(
            of("energy.kwh_per_year.facility", energy.facility_kwh),
            of("energy.usd_per_year", energy.usd_per_year),
            of("energy.co2e_t_per_year", energy.co2e_t_per_year),
        ),
    )
    water = energy.water_m3_per_year
    if water.value:
        text = f"In a year the site uses {_of_year(water)} of water."
        yield Claim(text=text, bound=(of("energy.water_m3_per_year", water),))
    free = energy.free_cooling_h
    if free is not None and free.value:
        text = f"The chillers stand still for {_of_year(free)} of a year."
        yield Claim(text=text, bound=(of("energy.free_cooling_h", free),))
