"""The process beside the window chooses cables and rented machines of the same parts as the command line."""

from datetime import date

import pytest

from designer import worker
from designer.analysis.run import analyze
from designer.edit.phases import add_phase
from designer.edit.templates.templates import build_template
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("name", ["ten-thousand-h100", "rag-service", "nvl72"])
def test_what_is_bought_is_the_same_as_without_a_process(name: str) -> None:
    design = build_template(name, LIBRARY, {})
    packed = worker.encode_request(1, design, TODAY, only=("power", "cost"), library=LIBRARY)
    for _ in range(2):
        reply = worker.decode_reply(worker.answer(packed))
        assert reply.error == ""
        assert reply.results is not None
        here = analyze(design, only=("power", "cost"), library=LIBRARY)
        assert reply.results.cost is not None
        assert here.cost is not None
        assert reply.results.cost.lines == here.cost.lines
        assert any(line.kind in {"cable", "optic"} and line.unit_usd.known for line in here.cost.lines)


def test_without_parts_on_hand_none_are_chosen() -> None:
    design = build_template("ten-thousand-h100", LIBRARY, {})
    reply = worker.decode_reply(worker.answer(worker.encode_request(1, design, TODAY, only=("power", "cost"))))
    assert reply.results is not None
    assert reply.results.cost is not None
    assert "Fabric cable 400G (type not chosen): price" in reply.results.cost.capex_usd.missing


def test_a_month_of_delay_costs_the_same_as_without_a_process() -> None:
    design = build_template("ai-stack", LIBRARY, {})
    planned = add_phase(design, {"order_date": "2027-01-04"}).applied(design)
    reply = worker.decode_reply(worker.answer(worker.encode_request(1, planned, TODAY, library=LIBRARY)))
    here = analyze(planned, library=LIBRARY).phases
    assert here is not None
    assert reply.results is not None
    assert reply.results.phases == here
    # Renting meanwhile is part of it: a process without rented machines on hand would tell less.
    assert here.rented_as
    assert here.rent_usd_per_month is not None
    assert (here.delay_usd_per_month.value or 0) > (here.rent_usd_per_month.value or 0) > 0
