"""What is asked of workloads: only facts, kinds and choices that there are."""

import pytest
from msgspec.structs import replace

from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Node
from designer.model.kinds import FACTS, KINDS
from designer.model.parts.part import Part, Quantity
from designer.model.workloads.asked_facts import ASKED_FACTS, facts_asked, facts_missing
from designer.model.workloads.choices import CHOICES


@pytest.mark.parametrize("kind", ASKED_FACTS)
def test_everything_that_is_asked_exists(kind):
    assert kind in KINDS
    names = [asked.name for asked in ASKED_FACTS[kind]]
    assert len(names) == len(set(names))
    for asked in ASKED_FACTS[kind]:
        assert asked.title == FACTS[asked.name].title
        assert asked.unit == FACTS[asked.name].unit
        assert not asked.assumption or asked.assumption in ASSUMPTIONS
        assert not (asked.needed and (asked.assumption or asked.supposed)), asked.name
        assert not asked.share or FACTS[asked.name].unit == ""
        if asked.when is not None:
            choice, value = asked.when
            assert kind in CHOICES[choice].kinds
            assert value in dict(CHOICES[choice].options)


def test_an_application_lacks_users_until_they_are_said():
    node = Node(id="app", kind="application")
    assert [asked.name for asked in facts_missing(node, None)] == [
        "users",
        "requests_per_user_hour",
        "input_tokens",
        "output_tokens",
    ]
    node = replace(node, facts={"users": 5.0, "requests_per_user_hour": 1.0, "input_tokens": 1.0})
    assert [asked.name for asked in facts_missing(node, None)] == ["output_tokens"]
    part = Part(
        id="own/app",
        name="App",
        vendor="Own",
        kind="application",
        layer="serving_apps",
        facts={
            "output_tokens": Quantity(value=100.0),
        },
    )
    assert facts_missing(node, part) == ()


def test_the_split_is_asked_only_where_it_is_set_by_hand():
    split = {"tensor_parallel", "pipeline_parallel", "data_parallel", "micro_batch"}
    node = Node(id="job", kind="training-job")
    assert not split & {asked.name for asked in facts_asked(node)}
    node = replace(node, choices={"split": "set"})
    assert split <= {asked.name for asked in facts_asked(node)}


def test_machines_are_asked_nothing():
    assert facts_asked(Node(id="dgx", kind="server")) == ()
