"""Demand as a log gave it, and what of it is no longer so."""

import pytest

from designer.analysis.measured.logged_demand import logged_demands
from designer.model.design import Node
from tests.builders.designs import design_of
from tests.builders.told import told

LOG = {
    "log_requests": 7_200.0,
    "log_span_h": 2.0,
    "log_requests_per_hour": 3_600.0,
    "log_peak_factor": 1.5,
    "log_minute_factor": 3.0,
    **{f"log_input_{name}": value for name, value in (("mean", 800.0), ("p50", 500.0), ("p90", 2e3), ("p99", 8e3))},
    **{
        f"log_output_{name}": value for name, value in (("mean", 200.0), ("p50", 150.0), ("p90", 400.0), ("p99", 900.0))
    },
}
AS_TOLD = {
    "users": 360.0,
    "requests_per_user_hour": 10.0,
    "peak_factor": 1.5,
    "input_tokens": 800.0,
    "output_tokens": 200.0,
}


def changed(**facts):
    node = Node(id="app", kind="application", facts={**LOG, **AS_TOLD, **facts})
    (found,) = logged_demands(design_of(node, Node(id="other", kind="application", facts=AS_TOLD)))
    return found.changed


def test_a_log_is_told_as_it_is():
    (found,) = logged_demands(design_of(Node(id="app", kind="application", facts={**LOG, **AS_TOLD})))
    assert told(found) == [
        "id app, requests 7200, span_h 2 h, requests_per_hour 3600 1/h, peak_factor 1.5, minute_factor 3",
        "input_tokens: mean 800, p50 500, p90 2000, p99 8000",
        "output_tokens: mean 200, p50 150, p90 400, p99 900",
    ]


@pytest.mark.parametrize(
    ("facts", "titles"),
    [
        ({}, ()),
        # A millionth is rounding, in either direction.
        ({"input_tokens": 800.0007, "output_tokens": 199.9999}, ()),
        ({"input_tokens": 800.01}, ("Tokens in, each request",)),
        ({"output_tokens": 199.9}, ("Tokens out, each request",)),
        ({"users": 361.0}, ("Requests of a user in an hour",)),
        ({"requests_per_user_hour": 9.0}, ("Requests of a user in an hour",)),
        ({"users": 720.0, "requests_per_user_hour": 5.0}, ()),
        ({"peak_factor": 1.4, "input_tokens": 1.0}, ("Peak over average", "Tokens in, each request")),
    ],
)
def test_what_is_no_longer_as_the_log_says(facts, titles):
    assert changed(**facts) == titles


def test_what_is_left_out_of_the_demand_or_of_the_log():
    """What is not asked any more has changed; what the log does not tell cannot have."""
    without = {name: value for name, value in AS_TOLD.items() if name != "peak_factor"}
    (found,) = logged_demands(design_of(Node(id="app", kind="application", facts={**LOG, **without})))
    assert found.changed == ("Peak over average",)
    short = {name: value for name, value in LOG.items() if name != "log_peak_factor"}
    (found,) = logged_demands(design_of(Node(id="app", kind="application", facts={**short, **without})))
    assert found.changed == ()
    (found,) = logged_demands(design_of(Node(id="app", kind="application", facts=LOG)))
    assert len(found.changed) == 4
