"""Phases of a design: what may stand in them, in which order they come, and how they travel as text."""

from pathlib import Path
from typing import Any

import pytest

from designer.export.text.text_form import read_text_design, write_text_design
from designer.model.design import Design, Settings
from designer.model.phase_plan import MOST_PHASES, Phase, Weeks, in_time_order, require_phases
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from tests.shipped import LIBRARY


def phase(phase_id: str = "a", **fields: Any) -> Phase:
    return Phase(id=phase_id, **{"order_date": "2027-03-01", **fields})


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"order_date": "10000-01-01"}, "is no date"),
        ({"order_date": "9999-01-01"}, "between the years"),
        ({"order_date": "0001-01-01"}, "between the years"),
        ({"order_date": "20270301"}, "is no date"),
        ({"order_date": ""}, "is no date"),
        ({"wanted": "soon"}, "is no date"),
        ({"energised": "2028-05-01", "energised_latest": "2028-04-30"}, "before it comes"),
        ({"energised_latest": "2028-04-30"}, "earliest"),
        ({"title": "x" * 201}, "200 characters"),
        ({"holds": {"pod": -1}}, "copies of pod"),
        ({"holds": {"pod": 10**9}}, "copies of pod"),
        ({"holds": {"a b": 1}}, "not allowed"),
        ({"installation": Weeks(least=3, likely=2, most=4)}, "least/likely/most"),
        ({"installation": Weeks(least=-1, likely=2, most=4)}, "from 0 to 1000"),
        ({"lead_weeks": {"server": Weeks(least=1, likely=2, most=float("inf"))}}, "from 0 to 1000"),
        ({"lead_weeks": {"server": Weeks(least=1, likely=float("nan"), most=2)}}, "from 0 to 1000"),
        ({"ramp_months": -1.0}, "from 0 to 240"),
        ({"ramp_months": float("nan")}, "from 0 to 240"),
        ({"after": "b"}, "which is no phase"),
        ({"after": "a"}, "wait for each other"),
    ],
)
def test_what_no_phase_can_be_is_refused_with_one_line(bad: dict[str, Any], words: str) -> None:
    with pytest.raises(RefusedInput, match=words) as refused:
        require_phases([phase(**bad)])
    assert "\n" not in str(refused.value)


def test_ten_thousand_phases_rings_and_twins_are_refused_by_a_design() -> None:
    many = tuple(phase(f"p{number}") for number in range(10_000))
    ring = (phase("a"), phase("b", after="c"), phase("c", after="b"))
    back = (phase("a", after="b"), phase("b"))
    for phases, words in (
        (many, f"{MOST_PHASES} are the most"),
        (ring, "wait for each other"),
        # The first holds what all others need, so that it can wait for none of them.
        (back, "wait for each other"),
        ((phase(), phase()), "two phases"),
    ):
        with pytest.raises(RefusedInput, match=words):
            require_valid(Design(settings=Settings(phases=phases)))


def test_each_phase_comes_after_the_one_that_it_names() -> None:
    phases = [phase("a"), phase("b", after="d"), phase("c"), phase("d", after="c")]
    assert [one.id for one in in_time_order(phases)] == ["a", "c", "d", "b"]


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_phases_travel_as_text(tmp_path: Path, suffix: str) -> None:
    phases = (
        phase("a", title="First hall", energised="2028-01-01", building=Weeks(least=1, likely=2, most=3)),
        phase(
            "b", after="a", holds={"pod": 2}, lead_weeks={"server": Weeks(least=9, likely=9, most=9)}, ramp_months=0.0
        ),
    )
    path = tmp_path / f"plan{suffix}"
    write_text_design(path, Design(settings=Settings(phases=phases)), LIBRARY)
    assert read_text_design(path, LIBRARY).settings.phases == phases
