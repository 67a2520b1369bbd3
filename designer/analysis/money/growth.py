"""The bill over the months to come as usage grows, and the month in which the drawn accelerators are too few."""

from collections.abc import Iterable, Sequence
from math import nan
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.money.announced import months_until, price_of_month
from designer.analysis.money.periods import month_of
from designer.analysis.money.records import Growth, GrowthLine
from designer.analysis.money.rents import rent_of
from designer.analysis.money.sizing import MONTH, accelerators_of
from designer.analysis.money.write_off import write_off_of_the_equipment, write_off_of_the_plant
from designer.analysis.quantities import accelerators_in, copies_of, fact_of, is_rented, summed
from designer.analysis.results import CostResult, Results
from designer.analysis.workloads.demand import Demand, demand
from designer.analysis.workloads.results import ServingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import (
    Figure,
    difference,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    rounded_up,
    total,
)
from designer.model.records import RefusedInput
from designer.model.wording import counted

MARK: Final = 12
LONGEST: Final = 120
_ONE: Final = leaf("today's", 1.0)
_NOTHING: Final = leaf("none", 0.0)


class _Engine(NamedTuple):
    """An engine that is asked and whose need is known."""

    node: Node
    answer: ServingResult


class _Bill(NamedTuple):
    """Parts of a design from which the lines are made."""

    design: Design
    graph: ServiceGraph
    roots: tuple[Node, ...]
    now: Demand
    engines: tuple[_Engine, ...]
    hosts: tuple[Node, ...]
    drawn: Figure
    cost: CostResult
    start: str


def growth(design: Design, results: Results, months: int = 36, start: str = "") -> Growth:
    """Return what DESIGN is asked, takes and costs in each of the MONTHS to come.

    Demand of an application grows by its growth_per_month, compounded. What is drawn is paid as it stands; beyond it,
    machines like those under the engines are added whole, and tokens are paid as they are used, at the price that is
    announced for the month. START is the ISO day on which month 0 begins; "" leaves announced prices out.

    Raises:
        RefusedInput: MONTHS is out of range, or RESULTS lack cost or workloads.
    """
    if not 1 <= months <= LONGEST:
        raise RefusedInput(f"Growth is followed for 1 to {LONGEST} months, not {months}.")
    if results.cost is None or results.workloads is None:
        raise RefusedInput("To follow growth, cost and workloads have to be worked out too.")
    graph = needs_of(design).services
    now = demand(design, graph)
    # The services where demand enters: what others ask follows from these.
    roots = tuple(
        design.nodes[name]
        for name in graph.nodes
        if {"users", "requests_per_user_hour"} & set(design.nodes[name].facts) and now.traffic[name].average_per_s.value
    )
    engines, notes = _engines(design, results, now)
    # Hosts shared by engines are counted once.
    hosts = tuple(
        design.nodes[name]
        for name in dict.fromkeys(host for engine in engines for host in graph.hosts.get(engine.node.id, ()))
        if accelerators_in(design, design.part_of(design.nodes[name]))
    )
    bill = _Bill(
        design=design,
        graph=graph,
        roots=roots,
        now=now,
        engines=engines,
        hosts=hosts,
        drawn=accelerators_of(design, hosts, "accelerators that are drawn"),
        cost=results.cost,
        start=start,
    )
    return _followed(bill, results, months, notes)


def _followed(bill: _Bill, results: Results, months: int, notes: Sequence[str]) -> Growth:
    # Every month is worked out for the curves; only the marks keep the whole figure with its explanation.
    marks = sorted({*range(0, months + 1, MARK), months})
    every = range(months + 1)
    factors = [_Factors(bill, month) for month in every]
    needed = [_needed(bill, factor) for factor in factors]
    requests = [_requests(bill, factor) for factor in factors]
    lines = [*_lines(bill, results, factors, needed)]
    totals = [
        summed("a month", [figures[month] for _, _, figures in lines], "USD/month")
        if lines
        else leaf("a month", 0.0, "USD/month")
        for month in every
    ]
    drawn = bill.drawn.or_zero
    short = (month for month in every if needed[month].or_zero > drawn)
    # Without engines the demand takes no accelerators, so they cannot run out.
    runs_out = next(short, None) if bill.engines else None
    rates = {fact_of(bill.design, root, "growth_per_month").value for root in bill.roots}
    growing = any(rates - {None, 0.0})
    notes = [*notes, *_silent(bill), *_announced(bill, results, months)]
    return Growth(
        months=tuple(every),
        growing=growing,
        requests={month: requests[month] for month in marks},
        requests_per_month=_numbers(requests),
        accelerators_needed={month: needed[month] for month in marks},
        accelerators=_numbers(needed),
        accelerators_drawn=bill.drawn,
        lines=tuple(
            GrowthLine(
                name=name,
                subject=subject,
                at={month: figures[month] for month in marks},
                usd_per_month=_numbers(figures),
            )
            for name, subject, figures in lines
        ),
        total={month: totals[month] for month in marks},
        total_usd_per_month=_numbers(totals),
        runs_out=runs_out,
        words=_words(bill, growing, runs_out, needed, totals),
        notes=tuple(notes),
    )


class _Factors:
    """Demand in one month as a multiple of today's, at every service."""

    def __init__(self, bill: _Bill, month: int) -> None:
        self.month = month
        self._bill = bill
        self._alike = len({_rate(bill.design, root).value for root in bill.roots}) <= 1
        self._common = _compounded(_rate(bill.design, bill.roots[0]), month) if bill.roots else _ONE
        self._then: Demand | None = None

    def of(self, node: Node) -> Figure:
        """The multiple at NODE: growth compounded, or the mean of those who ask it where they grow unlike."""
        if self._alike:
            return self._common
        if self._then is None:
            self._then = demand(_grown(self._bill, self.month), self._bill.graph)
        now = self._bill.now.traffic[node.id].average_per_s.value
        then = self._then.traffic[node.id].average_per_s.value
        return leaf(
            f"{node.title}: times today's demand",
            then / now if now and then is not None else None,
            operation="routing",
            subject=f"{node.id} in month {self.month}",
            note="Those who ask it grow at different rates; each is followed to it by itself.",
        )


def _rate(design: Design, root: Node) -> Figure:
    own = fact_of(design, root, "growth_per_month")
    return own if own.known else leaf("growth in a month", 0.0, subject=root.id, note="None is set.")


def _compounded(rate: Figure, month: int) -> Figure:
    """(1 + growth) multiplied month times, by whole years first so that it can be followed."""
    if month == 0 or not rate.value:
        return _ONE
    step = total("a month over the one before", (_ONE, rate), "", "1 + growth in a month")
    whole, rest = divmod(month, 12)
    year = product("a year over the one before", (step,) * 12, "", "(1 + growth in a month)¹²")
    terms = (year,) * whole + (step,) * rest
    return product(f"growth over {month} months", terms, "", f"(1 + growth in a month) to the power of {month}")


def _grown(bill: _Bill, month: int) -> Design:
    """The design with the users of that month."""
    nodes = dict(bill.design.nodes)
    for root in bill.roots:
        factor = _compounded(_rate(bill.design, root), month).value
        users = fact_of(bill.design, root, "users").value
        if factor is not None and users is not None:
            nodes[root.id] = replace(root, facts={**root.facts, "users": users * factor})
    return replace(bill.design, nodes=nodes)


def _engines(design: Design, results: Results, now: Demand) -> tuple[tuple[_Engine, ...], list[str]]:
    found: list[_Engine] = []
    notes: list[str] = []
    for answer in results.workloads.serving if results.workloads else ():
        node = design.nodes[answer.id]
        if not now.traffic[answer.id].average_per_s.value:
            continue
        if answer.accelerators_needed.known:
            found.append(_Engine(node, answer))
        else:
            reason = answer.reason or "Say what a request has in tokens."
            notes.append(f"What {node.title} takes is not known, so it does not grow here: {reason}")
    return tuple(found), notes


def _needed(bill: _Bill, factors: _Factors) -> Figure:
    """Accelerators that the engines take, in whole replicas."""
    terms: list[Figure] = []
    for node, answer in bill.engines:
        each = quotient("requests of a replica", answer.requests_per_s, answer.replicas, "1/s")
        peak = product(
            f"{node.title}: requests in the busiest hour",
            (bill.now.traffic[node.id].peak_per_s, factors.of(node)),
            "1/s",
        )
        replicas = rounded_up("replicas for the demand", quotient("replicas", peak, each, ""))
        terms.append(product(f"{node.title}: accelerators needed", (replicas, answer.tensor_parallel), ""))
    return summed("accelerators needed", terms, "") if terms else leaf("accelerators needed", None)


def _requests(bill: _Bill, factors: _Factors) -> Figure:
    terms = [
        product(
            f"{root.title}: requests of a month",
            (bill.now.traffic[root.id].average_per_s, MONTH, factors.of(root)),
            "1/month",
        )
        for root in bill.roots
    ]
    return summed("requests of a month", terms, "1/month") if terms else leaf("requests of a month", 0.0, "1/month")


def _lines(
    bill: _Bill, results: Results, factors: Sequence[_Factors], needed: Sequence[Figure]
) -> Iterable[tuple[str, str, list[Figure]]]:
    """Each line of the bill: its name, what it is of, and its figure in every month."""
    design, cost = bill.design, bill.cost
    apis = {api.id: api for api in results.workloads.model_apis} if results.workloads else {}
    apis = {name: api for name, api in apis.items() if bill.now.traffic[name].average_per_s.value}
    tokens = {name: api.usd_per_month for name, api in apis.items()}
    fixed = cost.monthly_usd
    if tokens:
        now = summed("tokens today", tuple(tokens.values()), "USD/month")
        fixed = difference("as it stands", cost.monthly_usd, now, "USD/month", "monthly cost − tokens today")
    if fixed.value or fixed.missing:
        yield "As it stands", "", [fixed for _ in factors]
    if bill.hosts:
        one = _machine(bill)
        each = max(sum(accelerators_in(design, design.part_of(bill.hosts[0])).values()), 1)
        added = [_added(bill, figure, each) for figure in needed]
        if any(figure.value for figure in added):
            name = f"More of {bill.hosts[0].title}"
            yield name, bill.hosts[0].id, _grown_machines(bill, name, one, added)
    for name, figure in tokens.items():
        node = design.nodes[name]
        paid: list[Figure] = []
        for factor in factors:
            price, since = price_of_month(figure, apis[name].announced, bill.start, factor.month)
            # What is supposed of falling prices begins with the price that is known last.
            fall = _fallen(design, "token_price_fall", factor.month - since)
            paid.append(product(f"{node.title}: tokens", (price, factor.of(node), *fall), "USD/month"))
        yield f"Tokens of {node.title}", name, paid


def _fallen(design: Design, name: str, month: int) -> tuple[Figure, ...]:
    """Return the prices of MONTH over today's, as factors of whole years; () where they hold."""
    fall = assumed(design, name)
    years = month // 12
    if not fall.value or not years:
        return ()
    left = difference("price over that of the year before", _ONE, fall, "", "1 − fall in a year")
    return (
        product(f"price after {years} years", (left,) * years, "", f"(1 − fall in a year) to the power of {years}"),
    )


def _added(bill: _Bill, needed: Figure, each: int) -> Figure:
    """Whole machines beyond those that are drawn."""
    beyond = maximum("accelerators to add", (_NOTHING, difference("too few", needed, bill.drawn, "")), "")
    return rounded_up("machines to add", quotient("machines", beyond, leaf("accelerators in one", float(each)), ""))


def _grown_machines(bill: _Bill, name: str, one: Figure, added: Sequence[Figure]) -> list[Figure]:
    """Return what the ADDED machines cost in each month, at ONE a month each by today's prices.

    Rent follows the price of the month. What is bought keeps the price of the year in which it was bought, and energy,
    staff, space and plant do not follow the price of machines.
    """
    design = bill.design
    fall = assumed(design, "hardware_price_fall")
    part = design.part_of(bill.hosts[0])
    if not fall.value or (part is not None and is_rented(part)):
        falls = [_fallen(design, "hardware_price_fall", month) for month in range(len(added))]
        return [product(name, (more, one, *then), "USD/month") for more, then in zip(added, falls, strict=True)]
    cost = bill.cost
    bought = write_off_of_the_equipment(design, cost.lines), cost.support_usd_per_year
    beside = write_off_of_the_plant(design, cost.lines), cost.energy_usd_per_year
    priced = _of_one(bill, "write-off and support of one machine", bought)
    rest = _of_one(bill, "what else one takes", (*beside, cost.staff_usd_per_year, cost.space_usd_per_year))
    found: list[Figure] = []
    for month, more in enumerate(added):
        terms = [
            product(
                "at the price of this year", (more, priced, *_fallen(design, "hardware_price_fall", month)), "USD/month"
            )
        ]
        for year in range(month // 12):
            # Those of the first year cost the fall of one year more than those of the second, and so on.
            then = _fallen(design, "hardware_price_fall", 12 * year)
            here = minimum(f"bought by the end of year {year + 1}", added[12 * year + 11 : month + 1], "")
            label = f"what those of year {year + 1} and before cost above the next year's"
            terms.append(product(label, (here, priced, *then, fall), "USD/month"))
        terms.append(product("energy, staff, space and plant", (more, rest), "USD/month"))
        found.append(total(name, terms, "USD/month"))
    return found


def _machine(bill: _Bill) -> Figure:
    """USD of a month of one more machine: its rent, or its part of all that is owned."""
    design, first = bill.design, bill.hosts[0]
    part = design.part_of(first)
    if part is not None and is_rented(part):
        rent = month_of("rent of a month", rent_of(design, [first]))
        return quotient(f"{first.title}: a month of one", rent, copies_of(design, first), "USD/month")
    cost = bill.cost
    terms = (
        cost.amortisation_usd_per_year,
        cost.support_usd_per_year,
        cost.energy_usd_per_year,
        cost.staff_usd_per_year,
        cost.space_usd_per_year,
    )
    words = "write-off + support + energy + staff + space of all that is owned"
    yearly = total("owned, a year", terms, "USD/year", words)
    return _part_of_one(bill, yearly, "owned, a month", "a month of one machine, with what stands around it")


def _of_one(bill: _Bill, label: str, terms: Iterable[Figure | None]) -> Figure:
    """Return USD of a month of one owned machine: its part of TERMS, USD/year of all that are owned."""
    yearly = total(f"{label}: all of a year", [one for one in terms if one is not None], "USD/year")
    return _part_of_one(bill, yearly, f"{label}: all of a month", f"{label}, a month")


def _part_of_one(bill: _Bill, yearly: Figure, monthly: str, label: str) -> Figure:
    """Return the part of one owned machine in a month of YEARLY, USD/month."""
    design = bill.design
    owned = [
        node
        for node in design.nodes_in_order()
        if accelerators_in(design, part := design.part_of(node)) and not is_rented(part)
    ]
    stand = summed("machines that are drawn", [copies_of(design, node) for node in owned], "")
    return quotient(label, month_of(monthly, yearly), stand, "USD/month")


def _announced(bill: _Bill, results: Results, months: int) -> Iterable[str]:
    """Say which announced prices enter, and from which month on."""
    for api in results.workloads.model_apis if results.workloads else ():
        for change in api.announced:
            title = bill.design.nodes[api.id].title
            if not bill.start:
                yield f"{title}: the prices announced for {change.day} are left out: month 0 has no date."
            elif (begins := months_until(bill.start, change.day)) <= months:
                yield f"{title}: the prices announced for {change.day} count from month {begins} on."


def _silent(bill: _Bill) -> Iterable[str]:
    unsaid = [root.title for root in bill.roots if not fact_of(bill.design, root, "growth_per_month").known]
    if bill.roots and unsaid:
        yield f"No growth is set on {', '.join(unsaid[:3])}: it stays as it is."


def _words(bill: _Bill, growing: bool, runs_out: int | None, needed: Sequence[Figure], totals: Sequence[Figure]) -> str:
    if not bill.roots:
        return "Nothing is asked for yet: say on an application how many users it has and how they grow."
    words: list[str] = []
    drawn = f"The {bill.drawn.or_zero:,.0f} drawn accelerators"
    if runs_out == 0:
        words.append(f"{drawn} are too few today: {needed[0].or_zero:,.0f} are needed.")
    elif runs_out is not None:
        words.append(f"{drawn} are too few from month {runs_out} on: {needed[runs_out].or_zero:,.0f} are needed then.")
    elif bill.engines:
        words.append(f"{drawn} last {counted(len(totals) - 1, 'month')}.")
    if not growing:
        words.append("Nothing grows: say on the application by how much a month.")
    else:
        first, last = totals[0].value, totals[-1].value
        if first and last is not None:
            words.append(f"The bill of a month becomes {last / first:,.2g} times today's by month {len(totals) - 1}.")
    return " ".join(words)


def _numbers(figures: Iterable[Figure]) -> tuple[float, ...]:
    return tuple(nan if figure.value is None else figure.value for figure in figures)
