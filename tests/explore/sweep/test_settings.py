"""What a path sets is what the window and the command line set."""

import pytest

from designer.analysis.run import analyze
from designer.edit.set_field import set_field
from designer.edit.settings import set_assumption
from designer.edit.templates.templates import build_template
from designer.explore.sweep.settings import design_with, require_paths
from designer.explore.sweep.table import Value
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY


def test_a_generator_fields_and_assumptions_give_what_edits_by_hand_give() -> None:
    made = design_with(
        {"assumptions.pue": 1.25, "scale_units": 2.0, "leaf.name": "Rails", "kind:server.power_max_w": 9_000.0},
        LIBRARY,
        template="dgx-superpod-h100",
    )
    by_hand = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "2"})
    by_hand = set_field(by_hand, LIBRARY, "leaf", "name", "Rails").applied(by_hand)
    for node in list(by_hand.nodes.values()):
        if node.kind == "server":
            by_hand = set_field(by_hand, LIBRARY, node.id, "power_max_w", "9000").applied(by_hand)
    assert made == set_assumption(by_hand, "pue", 1.25).applied(by_hand)


def test_a_design_that_was_drawn_is_made_anew_from_other_parameters_with_what_was_done_by_hand() -> None:
    base = build_template("nvl72", LIBRARY, {"racks": "2"})
    base = set_assumption(base, "pue", 1.1).applied(base)
    made = design_with({"racks": 4.0}, LIBRARY, base=base)
    assert made.settings.parameters["racks"] == "4"
    assert made.settings.assumptions == {"pue": 1.1}


def test_growth_asks_as_analyze_does_with_so_much_load() -> None:
    whole = analyze(build_template("rag-service", LIBRARY, {}), only=("workloads",), load=2.0, library=LIBRARY)
    grown = analyze(design_with({"growth": 2.0}, LIBRARY, template="rag-service"), only=("workloads",), library=LIBRARY)
    assert whole.workloads is not None
    assert grown.workloads is not None
    for one, other in zip(whole.workloads.services, grown.workloads.services, strict=True):
        assert one.requests_per_s.value == pytest.approx(other.requests_per_s.value)


def test_redundancy_makes_a_sketch_real_and_each_more_is_dearer() -> None:
    costs: list[float] = []
    for word in ("N", "N+1", "2N"):
        design = design_with(
            {"nodes": 16.0, "host.part": "nvidia/dgx-h100", "kind:switch.part": "nvidia/qm9700", "redundancy": word},
            LIBRARY,
            template="leaf-spine",
        )
        results = analyze(design, only=("cost",), library=LIBRARY)
        assert results.cost is not None
        assert results.cost.capex_usd.value is not None
        costs.append(results.cost.capex_usd.value)
    assert costs == sorted(costs)
    assert len(set(costs)) == 3


def test_rented_machines_keep_their_work_and_leave_nothing_idle_behind() -> None:
    own = build_template("training-run", LIBRARY, {})
    rented = design_with({"hosting": "aws/p5.48xlarge"}, LIBRARY, base=own)
    assert design_with({"hosting": "own"}, LIBRARY, base=own) == own
    # As many accelerators, of the same sort; the job runs on them as it did.
    assert rented.nodes["dgx"].part == "aws/p5.48xlarge"
    assert rented.total_copies("dgx") == own.total_copies("dgx")
    assert rented.links["job-on-dgx"] == own.links["job-on-dgx"]
    gone = {"leaf", "spine", "ufm", "spine-pdu", "spine-rack", "rack", "pdu", "rack-rest", "pdu-rest"}
    assert set(own.nodes) - set(rented.nodes) == gone
    results = [analyze(design, only=("cost",), library=LIBRARY) for design in (own, rented)]
    capex = [one.cost.capex_usd.value for one in results if one.cost is not None]
    assert capex[0] is not None
    assert capex[1] is not None
    assert capex[1] < capex[0] / 5
    with pytest.raises(RefusedInput, match="is own or an instance of a cloud"):
        design_with({"hosting": "nvidia/dgx-h100"}, LIBRARY, base=own)


def test_units_of_a_chain_come_with_what_leads_to_them() -> None:
    base = design_with({}, LIBRARY, template="power-chain")
    more = design_with({"ups-a.units": 6.0}, LIBRARY, template="power-chain")
    assert more.nodes["ups-a"].copies == 6
    assert sum(link.cables for link in more.links.values()) > sum(link.cables for link in base.links.values())


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"lea.copies": 2.0}, "There is no 'lea' in this design. Did you mean leaf?"),
        ({"kind:tape.copies": 2.0}, "There is no 'kind:tape'"),
        ({"leaf.colour": "red"}, "A node has no field 'colour'"),
        ({"leaf.copies": 2.5}, "whole"),
        ({"leaf.part": "no/such"}, "There is no part 'no/such'"),
        ({"growth": 2.0}, "growth takes a design with users"),
        ({"growth": "much"}, "growth takes a number"),
        ({"assumptions.pue": 0.5}, "PUE is 0.5"),
        ({"choices.grid": "moon"}, "moon"),
        ({"redundancy": "3N"}, "redundancy can be N, N\\+1, 2N"),
        ({"spine.units": 2.0}, "no equipment"),
    ],
)
def test_what_cannot_be_set_is_told_in_one_line(settings: dict[str, Value], words: str) -> None:
    with pytest.raises(RefusedInput, match=words) as refusal:
        design_with(settings, LIBRARY, template="leaf-spine")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("noodles", "There is no parameter 'noodles'. leaf-spine has extra_links"),
        ("assumptions.peu", "There is no assumption 'peu'"),
        ("choices.gird", "There is no choice of the site 'gird'"),
        (".copies", "names no field"),
    ],
)
def test_a_slip_in_a_path_is_told_before_the_first_variant(path: str, words: str) -> None:
    with pytest.raises(RefusedInput, match=words):
        require_paths([path], ["leaf-spine"], None)
