"""Cut sets of a job by the drawing, with their hours a year, how often they interrupt, and how many machines are up."""

from collections.abc import Mapping
from functools import cached_property
from math import prod
from typing import Final

from designer.analysis.quantities import fact_of
from designer.analysis.workloads.goodput.drawn_needs import DrawnNeeds
from designer.analysis.workloads.goodput.needs_words import names_of
from designer.analysis.workloads.goodput.records import Cause, CutSetResult
from designer.formulas.periods import HOURS_PER_YEAR
from designer.formulas.workloads.goodput.cut_sets import Cut, often_per_h, probability, unavailability
from designer.formulas.workloads.goodput.host_groups import hosts_taken, hosts_up_law, stopping
from designer.formulas.workloads.goodput.hosts_up import Shares
from designer.model.design import Design
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total
from designer.model.naming import title_of

SHOWN: Final = 10
CAUSES: Final = 5
_YEAR: Final = leaf("hours in a year", HOURS_PER_YEAR, "h/year")
_PER_DAY: Final = 24.0


class Outages:
    """Outages of a job's machines by the drawing.

    Attributes:
        design: The design.
        needs: What stops its machines.
    """

    def __init__(self, design: Design, needs: DrawnNeeds) -> None:
        self.design = design
        self.needs = needs

    @cached_property
    def down(self) -> Mapping[str, float]:
        """Share of the time for which each element is down."""
        return {name: unavailability(one.mtbf_h, one.repair_h) for name, one in self.needs.elements.items()}

    @cached_property
    def _taken(self) -> Mapping[Cut, int]:
        """Machines that each cut set takes, in one order in every run: sets of names have another each time."""
        found = hosts_taken(self.needs.groups)
        return {cut: found[cut] for cut in sorted(found, key=sorted)}

    @cached_property
    def up_law(self) -> Shares | None:
        """Shares of the time in which 0, 1, 2 … machines have all they need; None where nothing drawn takes any."""
        return hosts_up_law(self.needs.groups, self.down) if self._taken else None

    def causes(self) -> tuple[Cause, ...]:
        """Return interruptions a day by what machines need, by the nodes that fail, most often first.

        What comes after the first few is told together.
        """
        mtbf = {name: one.mtbf_h for name, one in self.needs.elements.items()}
        often: dict[tuple[str, ...], float] = {}
        # Cut sets of the same nodes are one cause, whichever of their copies fail.
        for cut in self._taken:
            ids = self._ids(cut)
            often[ids] = often.get(ids, 0.0) + often_per_h(cut, mtbf, self.down) * _PER_DAY
        ranked = sorted(often.items(), key=lambda one: (-one[1], one[0]))
        found = [
            _cause(f"failures of {names_of(self.design, ids)}" + (" together" if len(ids) > 1 else ""), rate, ids)
            for ids, rate in ranked[:CAUSES]
        ]
        if rest := ranked[CAUSES:]:
            every = tuple(dict.fromkeys(one for ids, _ in rest for one in ids))
            found.append(_cause("other failures of what they need", sum(rate for _, rate in rest), every))
        return tuple(found)

    def cut_sets(self, spare: int) -> tuple[CutSetResult, ...]:
        """The first ten sorts of cut sets, most hours a year first; those that take more than SPARE machines stop."""
        alike: dict[tuple[tuple[str, ...], int], list[Cut]] = {}
        for cut, hosts in self._taken.items():
            alike.setdefault((self._ids(cut), hosts), []).append(cut)
        hours = {key: sum(self._share(cut) for cut in cuts) for key, cuts in alike.items()}
        first = sorted(alike, key=lambda key: (-hours[key], key))[:SHOWN]
        return tuple(self._told(key[0], key[1], alike[key], spare) for key in first)

    def short_hours(self, subject: str, spare: int) -> Figure:
        """Hours a year for which what is drawn takes more than SPARE machines."""
        label = f"{self.design.nodes[subject].title}: hours a year in which more of its machines are out than stand by"
        if not self.needs.elements:
            note = "Nothing that its machines need says how often it fails."
            return leaf(label, None, "h/year", operation="routing", subject=subject, note=note)
        cuts = stopping(self.needs.groups, spare)
        share = leaf(
            "share of the time in which one of the cut sets holds",
            probability(cuts, self.down),
            operation="routing",
            status="user",
            subject=subject,
            note=f"{len(cuts):,} cut sets of up to three elements; exact below 20 of them, else their sum, which is an "
            "upper bound.",
        )
        return product(label, (share, _YEAR), "h/year")

    def _told(self, ids: tuple[str, ...], hosts: int, cuts: list[Cut], spare: int) -> CutSetResult:
        """A sort of cut sets, its hours a year as a tree down to what was said of each element."""
        example = min(cuts, key=sorted)
        shares = [self._down_figure(name) for name in sorted(example)]
        number = count_of("cut sets alike", len(cuts))
        title = f"{names_of(self.design, ids)} fail{'s' if len(ids) == 1 else ' together'}"
        often = [
            product("", (self._rate_figure(name), *(other for place, other in enumerate(shares) if place != at)), "1/h")
            for at, name in enumerate(sorted(example))
        ]
        each = often[0] if len(often) == 1 else total("one of them comes about", often, "1/h")
        return CutSetResult(
            ids=ids,
            example=tuple(sorted(example)),
            words=" and ".join(self._called(name) for name in sorted(example)),
            number=len(cuts),
            hosts=hosts,
            hours_per_year=product(f"{title}: hours a year", (*shares, number, _YEAR), "h/year"),
            times_per_year=product(f"{title}: times a year", (each, number, _YEAR), "1/year"),
            stops=hosts > spare,
        )

    def _down_figure(self, name: str) -> Figure:
        node = self.design.nodes[self.needs.elements[name].node]
        mtbf, repair = fact_of(self.design, node, "mtbf_h"), fact_of(self.design, node, "repair_h")
        both = total(f"{node.title}: from failure to failure", (mtbf, repair), "h")
        return quotient(
            f"{node.title}: share of the time that it is down", repair, both, "", "repair / (MTBF + repair)"
        )

    def _rate_figure(self, name: str) -> Figure:
        node = self.design.nodes[self.needs.elements[name].node]
        return quotient(
            f"{node.title}: failures an hour", leaf("one", 1.0), fact_of(self.design, node, "mtbf_h"), "1/h"
        )

    def _called(self, name: str) -> str:
        """Return what people call the element NAME: the title of its node, with the number of its copy."""
        return title_of(self.design, name)

    def _share(self, cut: Cut) -> float:
        return prod(self.down[element] for element in cut)

    def _ids(self, cut: Cut) -> tuple[str, ...]:
        """Nodes of the elements of CUT, in the order of the design."""
        return tuple(sorted((self.needs.elements[one].node for one in cut), key=self._order.__getitem__))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {node_id: number for number, node_id in enumerate(self.design.nodes)}


def _cause(words: str, per_day: float, ids: tuple[str, ...]) -> Cause:
    note = (
        "Over all copies that machines of the job need: 1/MTBF of each × share of the time for which what stands in "
        "for it is down."
    )
    rate = leaf(words, per_day, "1/day", operation="routing", subject=next(iter(ids), ""), status="user", note=note)
    return Cause(words=words, per_day=rate, ids=ids)
