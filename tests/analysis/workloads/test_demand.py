"""Requests and tokens from the users down, worked by hand."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.workloads import demand as module
from designer.analysis.workloads.demand import demand
from designer.model.figures.figure import recompute

CHAT = """
app: application
one: serving
two: model-api
index: vector-database
l1: app -- one on depends_on
l2: app -- two on depends_on
l3: app -- index on depends_on
"""


def with_facts(design, **facts):
    nodes = {**design.nodes, **{name: replace(design.nodes[name], facts=values) for name, values in facts.items()}}
    return replace(design, nodes=nodes)


@pytest.fixture
def chat(draw):
    return with_facts(
        draw(CHAT),
        app={
            "users": 7200,
            "requests_per_user_hour": 10,
            "peak_factor": 3,
            "input_tokens": 900,
            "output_tokens": 250,
            "model_calls": 4,
            "retrievals": 2,
        },
    )


def found(design):
    return demand(design, needs_of(design).services)


def test_users_become_requests_by_hand(chat):
    """7,200 users × 10 an hour are 20 a second; 4 model calls over two models are 40 each; 2 retrievals 40."""
    asked = found(chat)
    assert asked.traffic["app"].average_per_s.value == pytest.approx(20)
    assert asked.traffic["app"].peak_per_s.value == pytest.approx(60)
    for name in ("one", "two", "index"):
        assert asked.traffic[name].average_per_s.value == pytest.approx(40)
        assert asked.traffic[name].peak_per_s.value == pytest.approx(120)
    assert asked.traffic["one"].input_tokens.value == 900
    assert asked.traffic["one"].output_tokens.value == 250
    assert asked.flows["l3"].value == pytest.approx(120)


def test_a_rate_can_be_followed_to_the_users(chat):
    rate = found(chat).traffic["one"].peak_per_s
    users = next(figure for figure in rate.walk() if figure.label == "app: users")
    assert users.value == 7200
    assert recompute(rate, {("app", "app: users"): 14_400}) == pytest.approx(240)


def test_tokens_are_the_mean_of_the_callers(draw):
    design = with_facts(
        draw("""
            quick: application
            deep: application
            engine: serving
            a: quick -- engine on depends_on
            b: deep -- engine on depends_on
        """),
        quick={"users": 300, "requests_per_user_hour": 36, "input_tokens": 100, "output_tokens": 10},
        deep={"users": 100, "requests_per_user_hour": 36, "input_tokens": 900, "output_tokens": 210},
    )
    engine = found(design).traffic["engine"]
    assert engine.average_per_s.value == pytest.approx(4)
    assert engine.input_tokens.value == pytest.approx(300)
    assert engine.output_tokens.value == pytest.approx(60)
    assert engine.peak_per_s.value == pytest.approx(8)
    assert engine.peak_per_s.status == "assumed"


def test_what_is_not_said_is_unknown_and_not_nought(draw):
    design = with_facts(draw(CHAT), app={"users": 100})
    asked = found(design)
    assert asked.traffic["one"].average_per_s.value is None
    assert any("requests of a user" in name for name in asked.traffic["one"].average_per_s.missing)
    silent = found(draw(CHAT))
    assert silent.traffic["one"].average_per_s.value == 0
    assert not silent.traffic["one"].asked


def test_zero_and_enormous_demand_are_answered(chat):
    for users, rate in ((0, 0), (1e12, 1e12 * 10 / 3600 * 2)):
        design = with_facts(chat, app={**chat.nodes["app"].facts, "users": users})
        assert found(design).traffic["one"].average_per_s.value == pytest.approx(rate)


def test_a_ring_is_gone_round_once(draw):
    design = with_facts(
        draw("""
            a: application
            b: application
            x: a -- b on depends_on
            y: b -- a on depends_on
        """),
        a={"users": 3600, "requests_per_user_hour": 1},
    )
    asked = found(design)
    assert [asked.traffic[name].average_per_s.value for name in "ab"] == [1, 1]


def test_large_graphs_give_the_same_rates(chat, monkeypatch):
    spelled = found(chat)
    monkeypatch.setattr(module, "SPELLED_OUT", 0)
    short = found(chat)
    for name, traffic in spelled.traffic.items():
        assert short.traffic[name].peak_per_s.value == pytest.approx(traffic.peak_per_s.value)
        assert short.traffic[name].output_tokens.value == traffic.output_tokens.value
    assert sum(1 for _ in short.traffic["one"].peak_per_s.walk()) == 1
