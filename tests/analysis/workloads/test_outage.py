"""Failures: the services of a machine, the machines behind a switch, the callers of a service."""

from msgspec.structs import replace

from designer.analysis.workloads.outage import outage
from designer.model.design import Link

STACK = (
    "app: langchain/langchain",
    "engine: vllm/vllm",
    "index: pgvector/pgvector",
    "dgx: nvidia/dgx-h100 x4",
    "cpu: generic/host",
    "leaf: nvidia/qm9700",
    "other: nvidia/qm9700",
    "app > engine",
    "app > index",
    "engine @ dgx",
    "index @ cpu",
)


def wired(stack, *pairs):
    design = stack(*STACK)
    links = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium="fabric") for a, b in pairs}
    return replace(design, links={**design.links, **links})


def test_a_machine_takes_its_engine_and_the_callers_along(stack):
    found = outage(stack(*STACK), ["dgx"])
    assert found == (("dgx",), (), ("app", "engine"))
    assert found.lost == ("app", "engine")


def test_a_switch_takes_along_what_hangs_on_it_alone(stack):
    design = wired(stack, ("dgx", "leaf"), ("cpu", "leaf"), ("cpu", "other"))
    found = outage(design, ["leaf"])
    assert found.cut_off == ("dgx",)
    assert found.services == ("app", "engine")
    assert outage(design, ["leaf", "other"]).cut_off == ("dgx", "cpu")


def test_a_spine_cuts_no_leaf_off(stack):
    design = wired(stack, ("dgx", "leaf"), ("leaf", "other"))
    assert outage(design, ["other"]).lost == ()


def test_nothing_failed_and_nothing_known_fall_with_nothing(stack):
    assert outage(stack(*STACK), []) == ((), (), ())
    assert outage(stack(*STACK), ["who"]) == ((), (), ())
