"""Find what to buy next for one more nine: purchases tried on the very same failures, ranked by nines for their price.

Every purchase is an edit of the design, so that the one that is chosen can be made and taken back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log, log10
from typing import Final, Literal

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from designer.analysis.availability.model import FailingModel, model_of
from designer.analysis.availability.parts import WorkOutcome
from designer.analysis.availability.records import AvailabilityResult
from designer.analysis.availability.run import Players, here, played
from designer.analysis.availability.settings import RunSettings
from designer.analysis.availability.works import ALL_MACHINES, Work, replaced_by_owner
from designer.analysis.chain.growth.steps import price_of
from designer.analysis.quantities import fact_of, role_of
from designer.analysis.workloads.goodput.records import CutSetResult
from designer.catalog.library import Library
from designer.edit.fabrics.second_way import one_more_switch, second_switch
from designer.edit.nodes.nodes import set_fact
from designer.edit.power.feed_unfed import feed_unfed
from designer.edit.power.power_units import more_units
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient
from designer.model.records import Record, RefusedInput

Sort = Literal["spare machine", "one more", "second switch", "second feed", "crew"]
MOST_TRIED: Final = 10
Floats = NDArray[np.float64]

LEAST_LOST: Final = 1e-9
"""Share below which nothing is told apart: 30 ms a year."""
_MILLION: Final = leaf("USD in a million", 1e6)


class Purchase(Record, frozen=True, kw_only=True):
    """One purchase, and what it brings.

    Attributes:
        sort: What is bought.
        node: Id of what more there is of; "" of a crew and of a second feed.
        title: What it is in words.
        usd: Its price by the catalog; unknown of crews, and where there is none.
        lost: Share of the work that is lost with it, on the mean of all histories.
        nines: How many nines it adds: log₁₀ of what is lost without over what is lost with it.
        nines_error: Standard error of that, from the very same failures with and without.
        hours_per_year: Hours a year that are no longer lost.
        usd_per_year: Cost of downtime that it saves in a year; unknown where nobody says what an hour costs.
        nines_per_musd: Nines for a million USD.
        note: What is supposed of it, or why it cannot be told.
    """

    sort: Sort
    node: str
    title: str
    usd: Figure
    lost: Figure
    nines: Figure
    nines_error: float
    hours_per_year: Figure
    usd_per_year: Figure
    nines_per_musd: Figure
    note: str = ""


class BuyNext(Record, frozen=True, kw_only=True):
    """Purchases for one piece of work, the best first.

    Attributes:
        work: Its id.
        title: What it is called.
        purchases: Ranked by nines for their price; those without a price come last, by nines.
        notes: What was not tried, and why.
    """

    work: str
    title: str
    purchases: tuple[Purchase, ...]
    notes: tuple[str, ...] = ()


Told = Callable[[int, int, str], bool]
"""How many of how many purchases were tried, and the one at hand; the answer is whether to go on."""


def untold(done: int, number: int, name: str) -> bool:
    """Go on with the NUMBER of purchases, however many are DONE."""
    return True


def usual_work(found: AvailabilityResult) -> str:
    """Return the id of the piece of work for which is bought unless somebody says otherwise: what loses the most."""
    known = [one for one in found.works if one.id != ALL_MACHINES and one.work_lost.mean.value is not None]
    worst = max(known, key=lambda one: one.work_lost.mean.value or 0.0, default=None)
    return worst.id if worst is not None else ALL_MACHINES


def buy_next(
    design: Design,
    library: Library,
    settings: RunSettings,
    works: Sequence[Work],
    found: AvailabilityResult,
    work_id: str,
    players: Players = here,
    told: Told = untold,
) -> BuyNext:
    """Return what each purchase brings to the piece of work WORK_ID.

    Args:
        design: The design.
        library: Parts on hand.
        settings: Of the run that FOUND comes from.
        works: The work of the design.
        found: Its availability.
        work_id: Whose.
        players: Plays the parts.
        told: Is told how far it is.

    Raises:
        RefusedInput: there is no such work, or nothing of it is known.
    """
    work = next((one for one in works if one.id == work_id), None)
    result = found.work(work_id)
    if work is None or result is None or not work.hosts:
        raise RefusedInput(f"No work {work_id!r} runs on machines of this design.")
    base = model_of(design, works, settings)
    number = next(place for place, one in enumerate(works) if one.id == work_id)
    before = _lost(played(base, players)[number], work)
    notes: list[str] = []
    tries = list(_tries(design, library, settings, base, work, result.cut_sets, notes))[:MOST_TRIED]
    purchases: list[Purchase] = []
    for done, one in enumerate(tries):
        if not told(done, len(tries), one.title):
            notes.append("It was stopped: the rest was not tried.")
            break
        after = model_of(one.design, one.works(works), one.settings, like=base)
        lost = _lost(played(after, players)[number], one.work(work))
        purchases.append(_judged(design, one, work, before, lost))
    return BuyNext(work=work_id, title=work.title, purchases=tuple(sorted(purchases, key=_rank)), notes=tuple(notes))


def purchase_edit(design: Design, library: Library, sort: Sort, node: str) -> ChangeSet | None:
    """Return the edit that makes a purchase of SORT; None of a crew, which is no part of a drawing.

    Raises:
        RefusedInput: the design does not let it.
    """
    if sort == "crew":
        return None
    if sort == "spare machine":
        job = design.nodes.get(node)
        if job is None:
            raise RefusedInput("The job is not there any more.")
        return set_fact(design, node, "spare_hosts", (fact_of(design, job, "spare_hosts").value or 0.0) + 1)
    if sort == "second switch":
        return second_switch(design, library, node_id=node)
    if sort == "second feed":
        return feed_unfed(design, library)
    if node in design.nodes and role_of(design.nodes[node]) == "switch":
        return one_more_switch(design, library, node_id=node)
    copies = design.nodes[node].copies + 1 if node in design.nodes else 1
    return more_units(design, library, node_id=node, copies=copies)


class _Try(Record, frozen=True, kw_only=True):
    """One purchase that is tried: the design and the settings with it."""

    sort: Sort
    node: str
    title: str
    design: Design
    settings: RunSettings
    spare_for: str = ""
    grown: Mapping[str, float] = {}
    note: str = ""

    def works(self, works: Sequence[Work]) -> tuple[Work, ...]:
        """Return WORKS with what they have more; what is asked of them stays."""
        return tuple(self.work(one) for one in works)

    def work(self, work: Work) -> Work:
        """Return WORK with what it has more."""
        if work.id == self.spare_for:
            return replace(work, spare=work.spare + 1)
        part = self.grown.get(work.id)
        return work if part is None else replace(work, load=work.load * part)


def _tries(
    design: Design,
    library: Library,
    settings: RunSettings,
    base: FailingModel,
    work: Work,
    cut_sets: Sequence[CutSetResult],
    notes: list[str],
) -> Iterator[_Try]:
    """Purchases that may help WORK: a spare or one more machine, then one more of what stops it, a feed, a crew."""
    if work.sort == "job" and work.rules is not None:
        yield _Try(
            sort="spare machine",
            node=work.id,
            title=f"One spare machine for {work.title}",
            design=design,
            settings=settings,
            spare_for=work.id,
        )
    yield from _tried(design, library, settings, work, "second feed", "", "A feed for every supply without one", notes)
    if settings.crews is not None:
        yield _Try(
            sort="crew",
            node="",
            title="One more crew",
            design=design,
            settings=replace(settings, crews=settings.crews + 1),
            note="What a crew costs is not in the catalog.",
        )
    suspects = [one for cut in cut_sets for one in cut.ids]
    # What stops it first, then all else that its machines need.
    suspects = list(dict.fromkeys([*suspects, *(sort.name for sort in base.elements)]))
    if work.sort != "job":
        suspects = [*(host for host in work.hosts if not replaced_by_owner(design, host)), *suspects]
    for node in suspects:
        if node not in design.nodes or role_of(design.nodes[node]) == "container":
            continue
        once = role_of(design.nodes[node]) == "switch" and design.total_copies(node) == 1
        sort: Sort = "second switch" if once else "one more"
        title = f"{'A second' if once else 'One more'} {_called(design, node)}"
        yield from _tried(design, library, settings, work, sort, node, title, notes)


def _called(design: Design, node_id: str) -> str:
    """Return the title of a node, with the place it stands in where another has the same title."""
    node = design.nodes[node_id]
    alike = sum(one.title == node.title for one in design.nodes.values())
    place = design.nodes.get(node.parent or "")
    return f"{node.title} in {place.title}" if alike > 1 and place is not None else node.title


def _tried(
    design: Design,
    library: Library,
    settings: RunSettings,
    work: Work,
    sort: Sort,
    node: str,
    title: str,
    notes: list[str],
) -> Iterator[_Try]:
    try:
        edit = purchase_edit(design, library, sort, node)
    except RefusedInput as problem:
        if sort != "second feed":
            notes.append(f"{title}: {problem}")
        return
    if edit is None or not edit:
        return
    after = edit.applied(design)
    # A copy inside a container that stands there several times is one in each of them.
    more = after.total_copies(node) - design.total_copies(node) if node else 0
    grown: dict[str, float] = {}
    if node in work.hosts and more:
        now = sum(design.total_copies(host) for host in work.hosts) + work.spare
        grown[work.id] = now / (now + more)
    yield _Try(
        sort=sort,
        node=node,
        title=title if more <= 1 else f"{title} in each place ({more:,} in all)",
        design=after,
        settings=settings,
        grown=grown,
        note="Cables and their work come on top." if node else "",
    )


def _lost(outcome: WorkOutcome, work: Work) -> Floats:
    gives = outcome.goodput if work.rules is not None else outcome.served
    return np.clip(1 - gives, 0.0, 1.0)


def _judged(
    design: Design,
    one: _Try,
    work: Work,
    before: Floats,
    after: Floats,
) -> Purchase:
    number = min(before.size, after.size)
    before, after = before[:number], after[:number]
    was, now = max(float(before.mean()), LEAST_LOST), max(float(after.mean()), LEAST_LOST)
    # The error of a quotient of means over the same histories, by its first terms.
    ratio = before / was - after / now
    error = float(ratio.std(ddof=1)) / number**0.5 / log(10) if number > 1 else 0.0
    note = f"Over the very same failures in {number:,} histories, known to ±{error:.2g}."
    gain = leaf(f"{one.title}: nines that it adds", log10(was / now), operation="routing", note=note)
    kept = (was - now) * HOURS_PER_YEAR
    hours = leaf(f"{one.title}: hours a year kept", kept, "h/year", operation="routing", note=note)
    usd = _price(design, one, work)
    each = work.usd_per_hour.value if work.asked else None
    saved = leaf(
        f"{one.title}: cost of downtime saved",
        None if each is None else kept * each,
        "USD/year",
        operation="routing",
        note=note if each is not None else "Nobody says what an hour costs, or what is asked.",
    )
    per = leaf(f"{one.title}: nines for a million USD", None)
    if usd.value:
        per = quotient(per.label, gain, quotient("in millions", usd, _MILLION, "MUSD"), "1/MUSD")
    return Purchase(
        sort=one.sort,
        node=one.node,
        title=one.title,
        usd=usd,
        lost=leaf(f"{one.title}: share that is lost", float(after.mean()), operation="routing", note=note),
        nines=gain,
        nines_error=error,
        hours_per_year=hours,
        usd_per_year=saved,
        nines_per_musd=per,
        note=one.note,
    )


def _price(design: Design, one: _Try, work: Work) -> Figure:
    """Price of a purchase: of so many of the part, as what it adds is called there."""
    node = work.hosts[0] if one.sort == "spare machine" else one.node
    if not node or node not in design.nodes:
        return leaf(f"{one.title}: price", None, "USD", note=one.note or "It has no price in the catalog.")
    more = max(1, one.design.total_copies(node) - design.total_copies(node))
    each = price_of(design, design.nodes[node])
    if more == 1 or not each.known:
        return each
    return product(f"{one.title}: price", (count_of("of it", more), each), each.unit)


def _rank(one: Purchase) -> tuple[float, float]:
    """Best first: nines for the price, then without a price by nines."""
    per = one.nines_per_musd.value
    return (-(per if per is not None else float("-inf")), -(one.nines.value or 0.0))
