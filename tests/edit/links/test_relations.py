"""Relations are drawn, turned, changed and taken away like links; what makes no sense is refused with what would."""

import pytest

from designer.edit.links.join_options import join_options, why_no_option
from designer.edit.links.links import add_link, set_link
from designer.edit.links.rewire import rewire
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design
from designer.model.records import RefusedInput


@pytest.fixture
def chain(library) -> Design:
    design = Design()
    for name, part in (
        ("people", "generic/users"),
        ("app", "langchain/langchain"),
        ("engine", "vllm/vllm"),
        ("cluster", "cncf/kubernetes"),
        ("box", "nvidia/dgx-h100"),
        ("leaf", "nvidia/qm9700"),
        ("store", "aws/s3-standard"),
        ("spark", "apache/spark"),
        ("runs", "mlflow/mlflow"),
        ("job", "generic/training-job"),
        ("pdu", "apc/ap8868"),
    ):
        design = add_node(design, library, part, 0, 0, node_id=name).applied(design)
    return design


def joined(design: Design, a: str, b: str, **fields: str) -> Design:
    return add_link(design, a, b, link_id="new", **fields).applied(design)


@pytest.mark.parametrize(
    ("a", "b", "drawn"),
    [
        ("people", "app", ("people", "app", "asks")),
        ("app", "people", ("people", "app", "asks")),
        ("app", "engine", ("app", "engine", "asks")),
        ("engine", "cluster", ("engine", "cluster", "runs_on")),
        ("cluster", "box", ("cluster", "box", "runs_on")),
        ("box", "engine", ("engine", "box", "runs_on")),
        ("spark", "store", ("spark", "store", "reads")),
        ("job", "runs", ("job", "runs", "tracks")),
        ("box", "leaf", ("box", "leaf", "fabric")),
        ("pdu", "box", ("pdu", "box", "power")),
    ],
)
def test_two_nodes_are_joined_by_what_makes_sense(chain: Design, a: str, b: str, drawn: tuple[str, str, str]) -> None:
    link = joined(chain, a, b).links["new"]
    assert (link.a, link.b, link.medium) == drawn


def test_what_joins_nothing_is_refused_with_what_would(chain: Design) -> None:
    with pytest.raises(RefusedInput, match=r"Nothing joins LangChain and Quantum-2 QM9700.*can ask .*; run on "):
        joined(chain, "app", "leaf")
    with pytest.raises(RefusedInput, match=r"vLLM cannot ask DGX H100"):
        joined(chain, "engine", "box", medium="asks")
    assert why_no_option(chain, "app", "leaf").startswith("Nothing joins")


def test_a_relation_is_changed_and_turned_as_far_as_it_makes_sense(chain: Design) -> None:
    design = joined(chain, "spark", "store")
    design = set_link(design, "new", medium="writes").applied(design)
    assert design.links["new"].medium == "writes"
    with pytest.raises(RefusedInput, match="cannot be tracked by"):
        set_link(design, "new", medium="tracks")
    with pytest.raises(RefusedInput, match="cannot write to"):
        set_link(design, "new", a="store", b="spark")
    other = joined(chain, "spark", "cluster")
    assert other.links["new"].medium == "runs_on"
    with pytest.raises(RefusedInput):
        rewire(other, "new", "b", "runs")


def test_a_person_chooses_among_the_ways_to_join(chain: Design) -> None:
    options = [(one.medium, one.a) for one in join_options(chain, "box", "pdu")]
    assert options[0] == ("power", "box")
    assert ("feeds", "pdu") in options
    assert [one.medium for one in join_options(chain, "spark", "store")][:2] == ["reads", "writes"]
    assert join_options(chain, "app", "engine")[0].words == "LangChain asks vLLM"
    assert join_options(chain, "app", "leaf") == ()
    for one in join_options(chain, "box", "leaf"):
        assert add_link(chain, one.a, one.b, medium=one.medium).changes
