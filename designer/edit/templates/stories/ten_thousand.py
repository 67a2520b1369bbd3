"""Ten thousand H100 in one hall: what the chips alone draw, and what comes on top."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.model.design import Design
from designer.model.kinds import POD

TEN_THOUSAND_PARAMETERS: Final = (
    Parameter(
        name="pods",
        title="Pods",
        help="Of 200 H100 in 25 systems; 50 pods are ten thousand chips.",
        default="50",
        least=2,
        most=64,
    ),
)
SYSTEMS: Final = 25
RAILS: Final = 8
SPINES: Final = 10
LEAF_UPLINKS: Final = 30
"""More than the 25 down, so that every leaf reaches each of the ten spines by three cables."""
SPINE_UPLINKS: Final = 24


def ten_thousand_design(library: Library, values: Mapping[str, Any]) -> Design:
    """Pods of 25 systems under a core that every spine reaches.

    Raises:
        RefusedInput: the library lacks a part.
    """
    pods = int(values["pods"])
    plan = Plan(library)
    plan.node("core", "nvidia/qm9700", "Core switch", copies=SPINES * SPINE_UPLINKS)
    pod = plan.container("pod", POD, "Pod", copies=pods)
    plan.node("spine", "nvidia/qm9700", "Spine switch", parent=pod, copies=SPINES)
    plan.node("leaf", "nvidia/qm9700", "Leaf switch", parent=pod, copies=RAILS)
    plan.node("dgx", "nvidia/dgx-h100", "DGX H100", parent=pod, copies=SYSTEMS)
    plan.link("rails", "dgx", "leaf", "fabric", SYSTEMS * RAILS, a_port="fabric", b_port="ports", name="Rails")
    plan.link("uplinks", "leaf", "spine", "fabric", RAILS * LEAF_UPLINKS, name="Uplinks")
    plan.link("core-links", "spine", "core", "fabric", pods * SPINES * SPINE_UPLINKS, name="Core links")
    chips = pods * SYSTEMS * RAILS
    plan.view(
        "whole",
        "The whole hall",
        f"{chips:,} accelerators on one network.",
        "The chips alone draw 700 W each; the systems around them draw almost twice that.",
    )
    plan.view(
        "pods",
        "A pod",
        f"{pods:,} pods of {SYSTEMS} systems with eight accelerators each.",
        "Each of the eight accelerators of a system has a leaf switch of its own.",
        focus=("pod",),
    )
    plan.view(
        "network",
        "The top of the network",
        "Three tiers of switches join every accelerator to every other.",
        "What happens here is felt by everybody.",
        focus=("core", "spine"),
    )
    text = f"{chips:,} H100 in {pods * SYSTEMS:,} DGX H100, on a fabric of three tiers."
    return plan.design(f"{chips:,} H100", text, "ten-thousand-h100", as_text(values))
