"""The demand of a log on a node: what it says becomes the demand, and stays told beside it."""

import numpy as np
import pytest

from designer.catalog.library import Library
from designer.edit.nodes.nodes import add_node, set_fact
from designer.edit.workloads.logged_demand import set_logged_demand, takes_log
from designer.formulas.workloads.log_demand import LogDemand
from designer.formulas.workloads.request_log import demand_of_log
from designer.model.design import Design
from designer.model.records import RefusedInput


@pytest.fixture
def design(library: Library) -> Design:
    empty = Design()
    added = add_node(empty, library, "langchain/langchain", 0, 0, node_id="app").applied(empty)
    return add_node(added, library, "nvidia/dgx-h100", 0, 0, node_id="dgx").applied(added)


@pytest.fixture(scope="module")
def demand() -> LogDemand:
    """One request a minute for ten hours, and in the fifth hour one more each minute."""
    came = np.concatenate([np.arange(600) * 60.0, 14400.0 + 60.0 * np.arange(60) + 1.0])
    into = np.concatenate([np.full(600, 1000.0), np.full(60, 4000.0)])
    return demand_of_log(came, into, np.full(660, 200.0))


def test_the_demand_is_that_of_the_log(design: Design, demand: LogDemand) -> None:
    change = set_logged_demand(design, "app", demand)
    assert len(change) == 1
    assert change.label == "Give LangChain the demand of a log"
    facts = change.applied(design).nodes["app"].facts
    hourly = 659 / 35940 * 3600  # 659 gaps in 599 minutes
    assert facts["users"] == 1
    assert facts["requests_per_user_hour"] == pytest.approx(hourly)
    assert facts["peak_factor"] == pytest.approx(120 / hourly)
    assert facts["input_tokens"] == pytest.approx((600 * 1000 + 60 * 4000) / 660)
    assert facts["output_tokens"] == 200
    assert [facts[f"log_input_{name}"] for name in ("p50", "p90", "p99")] == [1000, 1000, 4000]


def test_users_share_the_requests(design: Design, demand: LogDemand) -> None:
    own = set_fact(design, "app", "users", 50.0).applied(design)
    hourly = 659 / 35940 * 3600
    for users, given in ((50.0, None), (200.0, 200.0)):
        facts = set_logged_demand(own, "app", demand, given).applied(own).nodes["app"].facts
        assert (facts["users"], facts["requests_per_user_hour"]) == (users, pytest.approx(hourly / users))
    with pytest.raises(RefusedInput, match="0 users"):
        set_logged_demand(own, "app", demand, 0.0)


def test_a_short_log_leaves_the_peak(design: Design, demand: LogDemand) -> None:
    own = set_logged_demand(set_fact(design, "app", "peak_factor", 4.0).applied(design), "app", demand).applied(
        set_fact(design, "app", "peak_factor", 4.0).applied(design)
    )
    short = demand_of_log(np.arange(100) * 7.0, np.ones(100), np.ones(100))
    facts = set_logged_demand(own, "app", short).applied(own).nodes["app"].facts
    assert facts["peak_factor"] == pytest.approx(demand.peak_factor)
    assert "log_peak_factor" not in facts
    assert facts["log_requests"] == 100


def test_only_what_users_ask_takes_a_log(design: Design, demand: LogDemand) -> None:
    assert [kind for kind in ("application", "users", "serving", "model-api", "server") if takes_log(kind)] == [
        "application",
        "users",
        "serving",
        "model-api",
    ]
    with pytest.raises(RefusedInput, match="is asked by others"):
        set_logged_demand(design, "dgx", demand)
