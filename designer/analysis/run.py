"""Everything that can be said about one design, in one call."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from designer.analysis.failing import cannot_fail, failed_of
from designer.analysis.results import TRAFFICS, Results
from designer.analysis.sections import ALL, ALSO, answer_of, asked_of, order_of
from designer.analysis.working import Question, Working
from designer.catalog.library import Library
from designer.model.bulk_records import uninterrupted
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput

_MOST_LOAD: Final = 1000.0


@uninterrupted()
def analyze(
    design: Design,
    *,
    only: Collection[str] = ALL,
    traffic: str = "all-to-all",
    fail: Collection[str] = (),
    asks: Sequence[FlowAsk] = (),
    outside: Sequence[str] = (),
    every_failure: bool = False,
    load: float = 1.0,
    library: Library | None = None,
    early: Callable[[Results], None] | None = None,
) -> Results:
    """Return what DESIGN carries, draws, costs and survives.

    Args:
        design: The design, with the parts it uses embedded.
        only: Which of ALL to work out; counts always are.
        traffic: One of TRAFFICS.
        fail: Ids of nodes and links that have failed; "leaf[0]" is one copy, "uplinks[3]" one cable.
        asks: Flows from A to B; where there are any they are the traffic, instead of those of the design.
        outside: What "north-south" goes to and comes from.
        load: By what the demand of users is multiplied: what the design would do with so many times as many.
        library: Parts on hand beside those of the design, of which cables are chosen where racks have places.
        every_failure: Whether every single failure of the power chain is worked out, however many there are.
        early: Is told counts and what the links carry as soon as they are known, where the network is asked; the
            bisection is not worked out by then.

    Raises:
        RefusedInput: an analysis, a traffic or a failed id is not known, or LOAD is out of range.
    """
    if not 0.0 < load <= _MOST_LOAD:
        raise RefusedInput(f"Demand can be multiplied by a number above 0 and up to {_MOST_LOAD:,.0f}, not {load:g}.")
    unknown = sorted(set(only) - {*ALL, *ALSO})
    if unknown:
        raise RefusedInput(f"There is no analysis {unknown[0]!r}; choose from {', '.join(ALL)}.")
    if traffic not in TRAFFICS:
        raise RefusedInput(f"There is no traffic {traffic!r}; choose from {', '.join(TRAFFICS)}.")
    absent = failed_of(design, fail).unknown
    if absent:
        raise RefusedInput(cannot_fail(design, absent[0]))
    working = Working(
        Question(
            design=design,
            only=frozenset(only),
            traffic=traffic,
            fail=tuple(fail),
            asks=asks,
            outside=outside,
            every_failure=every_failure,
            load=load,
            library=library,
            early=early,
        )
    )
    for section in order_of(asked_of(working.question)):
        setattr(working, section.name, section.run(working))
    return answer_of(working)
