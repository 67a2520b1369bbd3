"""The ways to do the work: own machines, rented instances on each basis, model APIs by the token."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from designer.analysis.energy.year import mean_load
from designer.analysis.money.announced import months_until, price_of_month
from designer.analysis.money.cost_lines import paid_lines
from designer.analysis.money.periods import HOURS, TWELVE, month_of
from designer.analysis.money.prices import price_figure, unit_price
from designer.analysis.money.records import Alternative, MonthlyPart, Way
from designer.analysis.money.rents import hourly_price
from designer.analysis.money.site import has_own_hall, space_of_a_year, staff_of_a_year
from designer.analysis.money.sizing import MILLION, Sized, Work, accelerators_of, machines_for
from designer.analysis.money.unpriced_lines import dearest_date
from designer.analysis.money.write_off import written_off
from designer.analysis.power.draw import draw_of
from designer.analysis.quantities import accelerators_in, copies_of, summed
from designer.analysis.results import CostResult, PowerResult
from designer.analysis.workloads.model_apis import model_api
from designer.analysis.workloads.results import ModelApiResult
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.completeness import NAMED, gaps
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total
from designer.model.kinds import INSTANCES
from designer.model.money.pricing import PlannedPrice, planned_price
from designer.model.parts.part import Basis, Part
from designer.model.wording import listed

BASES: Final[tuple[Basis, ...]] = ("on-demand", "reserved", "spot")
BASIS_WORDS: Final[Mapping[str, str]] = {"on-demand": "on demand", "reserved": "reserved", "spot": "spot"}
_NOT_OWNED: Final = frozenset({"rent", "services", "tokens"})
"""Lines of a month that follow no machine that is owned."""
_KW: Final = leaf("W in a kW", 1000.0, "W/kW")
_ONE: Final = leaf("useful hours", 1.0)
_CLOUD_NOTE: Final = "Network and storage of the design are not in it, nor staff."


def own_as_drawn(work: Work, cost: CostResult) -> Alternative:
    """The machines of the design, as many of them as the work takes; what stands around them grows alike."""
    design = work.design
    held = accelerators_of(design, work.owned, "accelerators that are owned")
    stand = summed("machines that are drawn", [copies_of(design, node) for node in work.owned], "")
    # The mean of unlike machines, as they are compared as one.
    each = round(held.or_zero / (stand.value or 1.0))
    name = _drawn_name(work)
    machines = machines_for(work.sized.needed, max(each, 1), name)
    share = quotient("share of what is drawn", machines, stand, "", "whole machines / machines that are drawn")
    capex = product("purchase", (cost.capex_usd, share), "USD", "purchase price of the design × share that is needed")
    notes = ["Network, storage and all else that is owned in the design is in it, in proportion to the machines."]
    if has_own_hall(design):
        notes.append("It stands in a hall of its own, planned by the kW where its plant has no price.")
    parts = {node.part for node in work.owned}
    others = [line.word for line, _ in paid_lines(cost) if line.key in _NOT_OWNED]
    if others:
        notes.append(f"It is the month of the design without its {listed(others, None)}.")
    return _own(
        work,
        name=f"Own: {name}",
        part="",
        needed=work.sized.needed,
        each=each,
        machines=machines,
        capex=capex,
        yearly={
            "energy": product("energy of a year", (cost.energy_usd_per_year, share), "USD/year"),
            "staff": product("staff of a year", (cost.staff_usd_per_year, share), "USD/year"),
            "space": product("space of a year", (cost.space_usd_per_year, share), "USD/year"),
        },
        note=" ".join(notes),
        # That of the machines, since it is they that are compared; without a date that of the dearest line.
        price_date=dearest_date(line for line in cost.lines if line.part in parts) or dearest_date(cost.lines),
        write_off=product("write-off of a year", (cost.amortisation_usd_per_year, share), "USD/year"),
    )


def own_machine(work: Work, part: Part, sized: Sized, power: PowerResult) -> Alternative:
    """Machines of PART, SIZED for the work, that are bought instead of what is drawn."""
    shelf = work.shelf
    each = sum(accelerators_in(shelf, part).values())
    machines = machines_for(sized.needed, max(each, 1), part.name)
    priced = unit_price(part, part.name, part.id, work.design.settings.prices)
    draw = draw_of(shelf, Node(id="one", kind=part.kind, part=part.id))
    pue = power.pue if power.pue.known else assumed(work.design, "pue")
    load = mean_load(work.design)
    terms = (machines, draw.typical_w, pue, HOURS) if load is None else (machines, draw.typical_w, pue, HOURS, load)
    site = product("drawn at the site", terms, "Wh/year", "machines × power × PUE × h")
    energy = product(
        "energy of a year",
        (quotient("energy", site, _KW, "kWh/year"), assumed(work.design, "electricity_usd_per_kwh")),
        "USD/year",
    )
    return _own(
        work,
        name=f"Own: {part.name}",
        part=part.id,
        needed=sized.needed,
        each=each,
        machines=machines,
        capex=product("purchase", (machines, priced.figure), "USD"),
        yearly={
            "energy": energy,
            "staff": staff_of_a_year(work.design, product("accelerators", (machines, count_of("in one", each)), "")),
            "space": space_of_a_year(work.design, product("maximum power", (machines, draw.max_w), "W")),
        },
        note="The machines alone: no network and no storage are drawn for them.",
        price_date=priced.plan.price.date if priced.plan else "",
    )


def cloud(work: Work, part: Part, sized: Sized, basis: Basis) -> Alternative:
    """Instances of PART, SIZED for the work, paid on BASIS."""
    each = sum(accelerators_in(work.shelf, part).values())
    machines = machines_for(sized.needed, max(each, 1), part.name)
    price, plan = _hourly(work.design, part, basis)
    # Reserved hours are all paid; other bases only while in use.
    hours: list[Figure] = [HOURS]
    if basis != "reserved":
        hours.append(assumed(work.design, "utilisation"))
    notes = [_CLOUD_NOTE]
    # Work that is lost to interruptions is done again, in hours that are paid too.
    if basis == "spot":
        again = total("hours paid for a useful one", (_ONE, assumed(work.design, "spot_overhead")), "")
        hours.append(again)
        if told := part.texts.get("interruption", ""):
            notes.append(f"{told}.")
    if plan is not None and plan.price.region:
        notes.append(f"Price in {plan.price.region}{f', {plan.price.note}' if plan.price.note else ''}.")
    yearly = product("rent of a year", (machines, price, *hours), "USD/year")
    rent = month_of("rent", yearly, "rent of a year / 12")
    reason = ""
    if not price.known:
        reason = f"No {BASIS_WORDS[basis]} price of {part.name} is known."
    return _row(
        work,
        key=f"cloud:{part.id}:{basis}",
        way="cloud",
        name=f"{part.name}, {BASIS_WORDS[basis]}",
        part=part.id,
        basis=basis,
        needed=sized.needed,
        each=each,
        machines=machines,
        capex=_no_capex(),
        monthly={"rent": rent},
        reason=reason,
        price_date=plan.price.date if plan else "",
        note=" ".join(notes),
    )


def tokens(work: Work, part: Part, start: str = "") -> Alternative:
    """Return the row in which the model API PART is asked what is asked of the models.

    Announced prices count from month 0 on START.
    """
    each: list[Figure] = []
    answers: list[ModelApiResult] = []
    reason = ""
    for asked in work.asked:
        answer = model_api(work.shelf, as_api(asked.node.id, part), asked.traffic)
        answers.append(answer)
        each.append(answer.usd_per_month)
        reason = reason or answer.reason
    blank = leaf("tokens", None, "USD/month", note="No model is asked.")
    paid = summed("tokens", each, "USD/month") if each else blank
    if not paid.known:
        # The first reason counts: what stands before it in the list was answered.
        reason = reason or "No model is asked, so no tokens are counted."
        if each and not reason:
            reason = "Say how many tokens a request has."
    plan = planned_price(part, "million-tokens", work.design.settings.prices, "output")
    nothing = leaf("accelerators", None, note="The seller of the tokens owns them.")
    return _row(
        work,
        key=f"api:{part.id}",
        way="api",
        name=part.name,
        part=part.id,
        basis="",
        needed=nothing,
        each=0,
        machines=nothing,
        capex=_no_capex(),
        monthly={"tokens": paid},
        reason=reason,
        price_date=plan.price.date if plan else "",
        note="Another model may answer otherwise.",
        later=_later(answers, start),
    )


def _later(answers: Sequence[ModelApiResult], start: str) -> tuple[tuple[int, Figure], ...]:
    """Return what a month costs after each announced change of prices; () where nobody says when month 0 is."""
    days = sorted({change.day for answer in answers for change in answer.announced}) if start else []
    found: list[tuple[int, Figure]] = []
    for day in days:
        month = months_until(start, day)
        paid = [price_of_month(one.usd_per_month, one.announced, start, month)[0] for one in answers]
        found.append((month, summed(f"tokens from {day} on", paid, "USD/month")))
    return tuple(found)


def priced_on(design: Design, part: Part, basis: Basis) -> PlannedPrice | None:
    """The price of an hour of PART on BASIS itself, and not on another in its place; None when there is none."""
    plan = planned_price(part, "hour", replace(design.settings.prices, rent_basis=basis))
    # A price on another basis would be compared under the wrong name.
    if plan is None or plan.wanted is not None:
        return None
    # An own price counts for on demand when it says no basis at all.
    if plan.own and plan.price.basis != basis and (basis != "on-demand" or plan.price.basis in BASES):
        return None
    return plan


def _hourly(design: Design, part: Part, basis: Basis) -> tuple[Figure, PlannedPrice | None]:
    """Price of an hour of PART on BASIS, and where it stands; a price set on a node counts as on demand."""
    own = next((node for node in design.nodes.values() if node.part == part.id and node.price_usd is not None), None)
    if own is not None and basis == "on-demand":
        return hourly_price(own, part, None), None
    plan = priced_on(design, part, basis)
    if plan is None:
        label = f"{part.name}: {BASIS_WORDS[basis]} price per hour"
        return leaf(label, None, "USD/h", operation="fact", subject=part.id), None
    return price_figure(part, plan, f"{part.name}, {BASIS_WORDS[basis]}"), plan


def as_api(node_id: str, part: Part) -> Node:
    """Return the model API PART in the place of the node that is asked now."""
    return Node(id=node_id, kind=part.kind, part=part.id, name=part.name)


def _drawn_name(work: Work) -> str:
    return listed((part.name for part in map(work.design.part_of, work.owned) if part is not None), most=2)


def _no_capex() -> Figure:
    return leaf("purchase", 0.0, "USD", note="Nothing is bought.")


def _own(
    work: Work,
    *,
    name: str,
    part: str,
    needed: Figure,
    each: int,
    machines: Figure,
    capex: Figure,
    yearly: Mapping[MonthlyPart, Figure],
    note: str,
    price_date: str,
    write_off: Figure | None = None,
) -> Alternative:
    design = work.design
    support = product("support and spares of a year", (capex, assumed(design, "support_share")), "USD/year")
    monthly: dict[MonthlyPart, Figure] = {
        "energy": month_of("energy", yearly["energy"]),
        "support": month_of("support and spares", support),
        "staff": month_of("staff", yearly["staff"]),
        "space": month_of("space", yearly["space"]),
    }
    # A lower bound is named as such, with what is missing in it.
    lacking = tuple(dict.fromkeys((*capex.missing, *(name for figure in monthly.values() for name in figure.missing))))
    reason = ""
    if not capex.known:
        reason = "Its price is not known: set your own."
    elif lacking:
        verb = "figure is" if len(lacking) == 1 else "figures are"
        reason = f"At least this: {len(lacking)} {verb} not known: {listed(lacking, most=NAMED)}."
    return _row(
        work,
        key="own" if not part else f"own:{part}",
        way="own",
        name=name,
        part=part,
        basis="",
        needed=needed,
        each=each,
        machines=machines,
        capex=capex,
        monthly=monthly,
        reason=reason,
        price_date=price_date,
        note=note,
        write_off_of_a_year=write_off,
    )


def _row(
    work: Work,
    *,
    key: str,
    way: Way,
    name: str,
    part: str,
    basis: str,
    needed: Figure,
    each: int,
    machines: Figure,
    capex: Figure,
    monthly: Mapping[MonthlyPart, Figure],
    reason: str,
    price_date: str,
    note: str,
    write_off_of_a_year: Figure | None = None,
    later: tuple[tuple[int, Figure], ...] = (),
) -> Alternative:
    design = work.design
    held = product("accelerators in whole machines", (machines, leaf("accelerators in one", float(each))), "")
    cash = summed("paid each month", tuple(monthly.values()), "USD/month")
    years = write_off_of_a_year
    if years is None:
        years = written_off(design, "write-off of a year", capex)
    write_off = month_of("write-off", years, "write-off of a year / 12")
    month = cash
    if way == "own":
        month = total("a month", (cash, write_off), "USD/month", "paid each month + write-off")
    hours = product("paid accelerator hours", (held, HOURS, assumed(design, "utilisation")), "h/year")
    by_hour = product("a year", (month, TWELVE), "USD/year")
    reason = reason or (needed.note if way != "api" and not needed.known else "")
    return Alternative(
        key=key,
        way=way,
        name=name,
        part=part,
        basis=basis,
        accelerators_needed=needed,
        accelerators=held,
        machines=machines,
        capex_usd=capex,
        monthly=monthly,
        cash_usd_per_month=cash,
        write_off_usd_per_month=write_off,
        usd_per_month=month,
        usd_per_million_tokens=quotient(
            "a million tokens",
            month,
            quotient("millions of tokens", work.tokens, MILLION, "1/month"),
            "USD",
            "a month / millions of tokens",
        ),
        usd_per_gpu_hour=quotient("an accelerator hour", by_hour, hours, "USD/h"),
        reason=reason,
        compared=_compared(way, capex, cash),
        price_date=price_date,
        note=note,
        later=later,
    )


def _compared(way: Way, capex: Figure, cash: Figure) -> bool:
    """Return True when it enters curves; owning may lack some prices: it is then only dearer and crosses no earlier."""
    if not capex.known or not cash.known:
        return False
    return way == "own" or not gaps(cash).names


def chosen_or_matching(work: Work, picked: Sequence[Part], most: int) -> tuple[tuple[Part, ...], int]:
    """Instances to compare: those picked, else those drawn and the cheapest of each vendor with the drawn accelerator.

    The cheapest is that of the basis that the price book plans rent with, on demand where it says none; an instance
    without such a price comes after all that have one.

    Returns:
        The instances, and how many more match.
    """
    if picked:
        return tuple(picked), 0
    rented = (work.design.part_of(node) for node in work.rented)
    drawn = {part.id: part for part in rented if part is not None}
    if work.chip is None:
        return tuple(drawn.values()), 0
    priced: list[tuple[tuple[bool, float], Part]] = []
    for part in work.shelf.parts.values():
        inside = accelerators_in(work.shelf, part) if part.kind in INSTANCES else {}
        # Only instances with the drawn accelerator and no other.
        if part.id in drawn or set(inside) != {work.chip.id}:
            continue
        cheapest = min(_known_rents(work, part), default=None)
        if cheapest is not None:
            priced.append((cheapest, part))
    priced.sort(key=lambda pair: (pair[0], pair[1].id))
    # Sorted by price: the first of a vendor is its cheapest.
    first: dict[str, Part] = {}
    for _, part in priced:
        first.setdefault(part.vendor, part)
    chosen = [*drawn.values(), *list(first.values())[:most]]
    return tuple(chosen), len(priced) - min(len(first), most)


def known_bases(work: Work, part: Part) -> tuple[Basis, ...]:
    """On which bases the price of an hour of PART is known, the wanted one first."""
    wanted = wanted_basis(work.design)
    bases = sorted(BASES, key=lambda basis: (basis != wanted, BASES.index(basis)))
    return tuple(basis for basis in bases if _hourly(work.design, part, basis)[0].known)


def wanted_basis(design: Design) -> Basis:
    """Return the basis that rent is planned with: that of the price book, else on demand."""
    basis = design.settings.prices.rent_basis
    return basis if basis in BASES else "on-demand"


def _known_rents(work: Work, part: Part) -> Iterable[tuple[bool, float]]:
    """Yield what all that the work takes costs in an hour on each basis, in whole machines, the wanted basis first."""
    each = sum(accelerators_in(work.shelf, part).values())
    needed = work.sized.needed.value
    if not needed or not each:
        return
    wanted = wanted_basis(work.design)
    for basis in known_bases(work, part):
        price = _hourly(work.design, part, basis)[0].or_zero
        yield basis != wanted, price * -(-needed // each)
