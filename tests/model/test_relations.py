"""Which relations make sense between two nodes, the likeliest first, and what is said where none does."""

import pytest

from designer.model.design import Node
from designer.model.kinds import KINDS
from designer.model.relations import RELATIONS, fitting_relations, relation_fits, why_not_related


def node(kind: str, name: str = "") -> Node:
    return Node(id=kind, kind=kind, name=name or kind)


def offered(first: str, second: str) -> list[tuple[str, str, str]]:
    return [tuple(one) for one in fitting_relations(node(first), node(second))]


@pytest.mark.parametrize(
    ("first", "second", "medium"),
    [
        ("users", "application", "asks"),
        ("application", "serving", "asks"),
        ("application", "model-api", "asks"),
        ("application", "vector-database", "asks"),
        ("serving", "orchestrator", "runs_on"),
        ("serving", "server", "runs_on"),
        ("serving", "instance", "runs_on"),
        ("serving", "accelerator", "runs_on"),
        ("orchestrator", "server", "runs_on"),
        ("orchestrator", "rack", "runs_on"),
        ("vector-database", "host", "runs_on"),
        ("pipeline", "object-store", "reads"),
        ("pipeline", "file-system", "reads"),
        ("pipeline", "vector-database", "writes"),
        ("training-job", "file-system", "reads"),
        ("training-job", "data-set", "reads"),
        ("training-job", "tracker", "tracks"),
        ("training-job", "framework", "depends_on"),
        ("training-job", "orchestrator", "runs_on"),
        ("tracker", "object-store", "writes"),
        ("file-system", "storage", "runs_on"),
        ("work", "host", "runs_on"),
        ("ups", "pdu", "feeds"),
        ("pdu", "server", "feeds"),
        ("utility", "room", "feeds"),
        ("cdu", "rack", "cools"),
        ("chiller", "cdu", "cools"),
    ],
)
def test_the_likeliest_relation_comes_first(first: str, second: str, medium: str) -> None:
    assert offered(first, second)[0] == (medium, first, second)


def test_a_relation_that_only_makes_sense_the_other_way_round_is_offered_so() -> None:
    assert offered("serving", "application")[0] == ("asks", "application", "serving")
    assert offered("server", "pdu")[0] == ("feeds", "pdu", "server")


def test_others_are_one_step_away() -> None:
    assert [medium for medium, _, _ in offered("pipeline", "file-system")][:2] == ["reads", "writes"]
    assert {medium for medium, a, _ in offered("training-job", "file-system") if a == "training-job"} == {
        "reads",
        "writes",
        "depends_on",
    }


def test_what_makes_no_sense_is_told_with_what_would() -> None:
    assert offered("application", "switch") == []
    said = why_not_related(node("application", "LangChain"), node("switch", "SN2201"))
    assert said.startswith("Nothing joins LangChain and SN2201. LangChain can ask ")
    assert "; run on " in said
    said = why_not_related(node("pdu", "PDU 1"), node("serving", "vLLM"), "feeds")
    assert said.startswith("PDU 1 cannot feed vLLM. PDU 1 can ")
    assert not relation_fits("tracks", node("application"), node("server"))
    assert relation_fits("asks", node("application"), node("serving"))
    assert not relation_fits("asks", node("serving"), node("application"))


def test_every_relation_can_be_drawn_between_some_two_kinds() -> None:
    drawn = {medium for a in KINDS for b in KINDS for medium, _, _ in fitting_relations(node(a), node(b))}
    assert drawn == set(RELATIONS)


def test_kinds_need_and_give_relations_alone() -> None:
    for kind in KINDS.values():
        assert set(kind.needs) | set(kind.gives) <= set(RELATIONS), kind.id
        assert len(set(kind.needs)) == len(kind.needs)
        assert len(set(kind.gives)) == len(kind.gives)
