"""Each failure of the sweep is what `analyze` says of it, in every layer; what costs answers and days stands first."""

import pytest
from msgspec.structs import replace

from designer.analysis.limits.elements import failing_kinds
from designer.analysis.limits.service_losses import ServiceLoss, ServiceTrials, loss_sentence
from designer.analysis.limits.sweep import sweep
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.figures.figure import recompute
from tests.analysis.conftest import drawn


@pytest.fixture(scope="module")
def design(library):
    return build_template("rag-service", library, {})


@pytest.fixture(scope="module")
def swept(design):
    return sweep(design, failing_kinds(design), 1)


def effect(found, name):
    return next((one for one in found.effects if one.name == name), None)


def test_every_row_is_what_analyze_says(design, swept):
    assert swept.losses
    for row in swept.losses:
        found = analyze(design, fail=row.ids).resilience
        lost = {one.id for one in found.lost if one.state == "lost"}
        assert set(row.lost_services) <= lost, row.ids
        assert {one for one in lost if design.nodes[one].kind in {"serving", "application", "vector-database"}} == set(
            row.lost_services
        ), row.ids
        answers = effect(found, "answers_per_s")
        assert row.answers_lost.value == pytest.approx(1 - answers.after.value / answers.before.value)
        assert recompute(row.answers_lost) == row.answers_lost.value
        running = effect(found, "accelerators")
        assert row.lost_accelerators == round(running.before.value - running.after.value)


def test_the_worst_stand_first_and_each_node_stands_for_its_copies(design, swept):
    order = [(-round(row.answers_lost.value, 6), -len(row.lost_services)) for row in swept.losses]
    assert order == sorted(order)
    assert swept.losses[0].ids in {("engine",), ("index",), ("vector-host",)}
    assert sum(row.alike for row in swept.losses) + swept.harmless == swept.elements
    names = {row.ids[0].partition("[")[0]: row for row in swept.losses}
    dgx = next(node for node in design.nodes.values() if node.kind == "server")
    assert names[dgx.id].alike == design.total_copies(dgx.id)
    assert all(node.kind != "users" for one in names if (node := design.nodes.get(one)) is not None)


def test_a_second_one_takes_the_loss_away(library):
    """The vector database drawn twice: the assistant goes on without either of them."""
    design = build_template("rag-service", library, {})
    alone = sweep(design, ("vector-database",), 1).losses[0]
    assert (alone.answers_lost.value, set(alone.lost_services)) == (1.0, {"app", "index"})
    twice = replace(design, nodes={**design.nodes, "index": replace(design.nodes["index"], copies=2)})
    for row in sweep(twice, ("vector-database",), 1).losses:
        assert "app" not in row.lost_services


@pytest.mark.parametrize(
    ("failed", "rows"),
    [
        ((), {"ups": ("u", 16), "utility": ("m", 16), "pdu": ("p", 16)}),
        (("u",), {}),
    ],
)
def test_power_takes_its_machines_along_without_any_service(failed, rows):
    """Utility, UPS and PDU feed two servers of eight; once the UPS is gone nothing more goes with the others."""
    design = drawn(
        "m: utility\nu: ups\np: pdu\ng: gpu-server x2\n"
        "a: m -- u at 0 on power\nb: u -- p at 0 on power\nc: p -- g x2 at 0 on power"
    )
    for kind in ("ups", "utility", "pdu"):
        found = sweep(design, (kind,), 1, fail=failed)
        expected = [rows[kind]] if kind in rows else []
        assert [(row.ids[0], row.lost_accelerators) for row in found.losses] == expected
        if expected:
            assert found.losses[0].reason == f"{expected[0][0]}: 16 accelerators stop."
            assert found.losses[0].lost_gbps.value is None  # no fabric is drawn, which is not a loss of 0


def test_it_can_be_stopped_and_hands_out_what_it_has(design):
    told, parts = [], []
    found = sweep(
        design,
        failing_kinds(design),
        1,
        progress=lambda done, count: told.append((done, count)),
        cancelled=lambda: len(told) >= 3,
        so_far=lambda make: parts.append(make()),
    )
    assert (found.ended, found.tried, len(parts)) == ("cancelled", 3, 3)
    assert {count for _, count in told} == {told[0][1]}


def test_beside_what_failed_already_only_what_goes_in_addition_counts(design):
    whole = ServiceTrials(design, ("engine",)).without(("index",))
    assert whole.lost == ("index",)
    assert whole.answers == (0.0, 0.0)
    assert not ServiceTrials(design, ("engine",)).without(("engine",)).harms


def test_pairs_say_that_they_look_at_the_fabric_alone(library):
    design = build_template("ai-stack", library, {})
    found = sweep(design, ("switch", "ups"), 2)
    assert found.losses
    assert all(row.answers_lost is None and not row.lost_services for row in found.losses)
    assert "Two at a time the fabric alone is looked at; one at a time services are as well." in found.notes


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (ServiceLoss(), ""),
        (ServiceLoss(lost=("a",)), "Asker gives nothing"),
        (ServiceLoss(lost=("a", "b"), answers=(4.0, 0.0)), "Asker and Store give nothing, all answers are lost"),
        (ServiceLoss(degraded=("a",), answers=(4.0, 3.0)), "25.0% of the answers are lost, Asker is degraded"),
        (
            ServiceLoss(lost=("b",), degraded=("a",), days=(2.0, None)),
            "Store gives nothing, the longest training no longer ends, 1 more is degraded",
        ),
        (ServiceLoss(days=(10.0, 13.8)), "training takes 3.8 days longer"),
    ],
)
def test_sentences(loss, words):
    design = drawn("a: application\nb: vector-database")
    names = {"a": "Asker", "b": "Store"}
    named = replace(design, nodes={i: replace(node, name=names[i]) for i, node in design.nodes.items()})
    assert loss_sentence(named, loss) == words
    assert loss.harms == bool(words)
