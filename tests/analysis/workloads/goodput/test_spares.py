"""Machines in repair, those that stand by and what a job does without enough of them; spot machines of an engine."""

from collections.abc import Mapping
from typing import Any

import pytest

from designer.analysis.run import analyze
from designer.model.design import Design
from tests.builders.told import sections, told
from tests.builders.works import WORK_PARTS, working

RATED = {"mtbf_h": 2_400.0, "repair_h": 48.0}
"""One in 100 days; two days of repair."""
MORE = {"mtbf_h": 1_200.0, "repair_h": 96.0}
TRAINED = ("job: own/job", "box: own/box x8", "leaf: own/leaf", "job @ box", "box = leaf x64 at 400")
STORED = ("store: own/array", "job > store", "box - store x8 at 200")
JOB = {"training_tokens": 1e11, "sequence_tokens": 4_096.0, "global_batch": 64.0, "restart_min": 12.0}


def job(
    *lines: str, more: dict[str, float] | None = None, chosen: Mapping[str, str] = {}, **boxes: dict[str, float]
) -> Design:
    """A job on eight boxes that checkpoints into an array."""
    choices = {"job": {"model": "own/8b", "precision": "bf16", **chosen}}
    facts = {"job": {**JOB, **(more or {})}, **boxes}
    return working(*(lines or TRAINED), *STORED, facts=facts, choices=choices)


def spot(*lines: str, told: float | None = 0.5, **bases: str) -> Design:
    """A service, on machines of which some are paid as spot and taken away so many times a month."""
    use = {"users": 360.0, "requests_per_user_hour": 10.0, "input_tokens": 100.0, "output_tokens": 100.0}
    return working(
        "app: own/app",
        "engine: own/engine",
        *lines,
        "app > engine",
        facts={"app": use},
        choices={"engine": {"model": "own/8b"}, **{name: {"rent_basis": basis} for name, basis in bases.items()}},
        replica_start_min=30.0,
        **({} if told is None else {"spot_interruptions_per_month": told}),
    )


GROUPS = {"tensor_parallel": 16.0, "pipeline_parallel": 1.0, "data_parallel": 4.0, "micro_batch": 1.0}
TWO = ("job: own/job", "box: own/box x6", "b2: own/box x2", "leaf: own/leaf", "job @ box", "job @ b2")
CABLED = ("box = leaf x48 at 400", "b2 = leaf x16 at 400")
CLOUDS = ("cloud: cloud/eight x4", "fix: cloud/eight x2", "engine @ cloud", "engine @ fix")
CASES: dict[str, Design] = {
    # Eight machines, each down 2 of 102 days: 0.16 of them on average, 0.08 fail in a day.
    "rated": job(box=RATED),
    "assumed": job(),
    "one that stands by": job(box=RATED, more={"spare_hosts": 1.0}),
    "waits": job(box=RATED, more={"spare_hosts": 1.0}, chosen={"without_hosts": "wait"}),
    "for nearly all of the time": job(box=RATED, more={"spare_hosts": 2.0, "enough_hosts_share": 0.999}),
    # Six of one sort, two of another: (6 / 100 + 2 / 50) / 8 a day, (6 × 2 + 2 × 4) / 8 days.
    "two sorts": job(*TWO, *CABLED, box=RATED, b2=MORE),
    "two sorts, one unknown": job(*TWO, *CABLED, box=RATED),
    "own rate": job(box=RATED, more={"failures_per_1000_node_days": 50.0}),
    # In groups of two machines, as the tensor parallelism wants.
    "groups": job(box=RATED, more=GROUPS, chosen={"split": "set"}),
    "groups that wait": job(box=RATED, more=GROUPS, chosen={"split": "set", "without_hosts": "wait"}),
    "spot": spot("cloud: cloud/eight x4", "engine @ cloud", cloud="spot"),
    # Half a time a month 30 minutes each, of 43,800: up for 1 / (1 + 15 / 43,800).
    "spot beside others": spot(*CLOUDS, cloud="spot", fix="on-demand"),
    "two nodes of spot": spot(*CLOUDS, cloud="spot", fix="spot"),
    "spot as is usual": spot("cloud: cloud/eight x4", "engine @ cloud", told=None, cloud="spot"),
    "no spot": spot("cloud: cloud/eight x4", "engine @ cloud", cloud="on-demand"),
}
EXPECTED = """
## rated
[goodput][0]: [0] 0.977353 (0.953109 to 0.996651)
[goodput][0][1]: goodput_p10 0.953109, goodput_p90 0.996651, interruptions_per_day 0.08 1/day, restart_min 12
    min, stall_s 2.24 s, best_interval_min 36.6606 min, interval_loss 0, hosts_down 0.16, spares 0, enough_share
    0.9, spares_needed 1, enough 0.852144, kept 0.98
[goodput][0][1].causes[0]: words machines that fail, per_day 0.08 1/day, ids (box)
## assumed
[goodput][0]: [0] 0.977529 (0.954729 to 0.996345)
[goodput][0][1]: goodput_p10 0.954729, goodput_p90 0.996345, interruptions_per_day 0.03032 1/day (0.01872 to
    0.052), restart_min 12 min, stall_s 2.24 s, best_interval_min 59.5498 min (45.4719 to 75.7865),
    interval_loss 0 (-0.00167685 to 0.00167685), hosts_down 0.167973 (0.081432 to 0.34112), spares 0,
    enough_share 0.9, spares_needed 1 (0 to 1), enough 0.845377 (0.710974 to 0.921795), kept 0.979003 (0.95736
    to 0.989821)
[goodput][0][1].causes[0]: words machines that fail, per_day 0.03032 1/day (0.01872 to 0.052), ids (box)
## one that stands by
[goodput][0]: [0] 0.995396 (0.980534 to 1)
[goodput][0][1]: goodput_p10 0.980534, goodput_p90 1, interruptions_per_day 0.08 1/day, restart_min 12 min,
    stall_s 2.24 s, best_interval_min 36.6606 min, interval_loss 0, hosts_down 0.18, spares 1, enough_share 0.9,
    spares_needed 1, enough 0.985619, kept 0.998091
[goodput][0][1].causes[0]: words machines that fail, per_day 0.08 1/day, ids (box)
## waits
[goodput][0]: [0] 0.982957 (0.947563 to 1)
[goodput][0][1]: goodput_p10 0.947563, goodput_p90 1, interruptions_per_day 0.08 1/day, restart_min 12 min,
    stall_s 2.24 s, best_interval_min 36.6606 min, interval_loss 0, hosts_down 0.18, spares 1, enough_share 0.9,
    spares_needed 1, enough 0.985619, kept 0.985619
[goodput][0][1].causes[0]: words machines that fail, per_day 0.08 1/day, ids (box)
## for nearly all of the time
[goodput][0]: [0] 0.997149 (0.983507 to 1)
[goodput][0][1]: goodput_p10 0.983507, goodput_p90 1, interruptions_per_day 0.08 1/day, restart_min 12 min,
    stall_s 2.24 s, best_interval_min 36.6606 min, interval_loss 0, hosts_down 0.2, spares 2, enough_share
    0.999, spares_needed 3, enough 0.998852, kept 0.999849
[goodput][0][1].causes[0]: words machines that fail, per_day 0.08 1/day, ids (box)
## two sorts
[goodput][0]: [0] 0.96574 (0.931763 to 0.994226)
[goodput][0][1]: goodput_p10 0.931763, goodput_p90 0.994226, interruptions_per_day 0.1 1/day, restart_min 12
    min, stall_s 2.24 s, best_interval_min 32.7902 min, interval_loss 0, hosts_down 0.25, spares 0, enough_share
    0.9, spares_needed 1, enough 0.778801, kept 0.96875
[goodput][0][1].causes[0]: words machines that fail, per_day 0.1 1/day, ids (box b2)
## two sorts, one unknown
[goodput][0]: [0] 0.977529 (0.954729 to 0.996345)
[goodput][0][1]: goodput_p10 0.954729, goodput_p90 0.996345, interruptions_per_day 0.03032 1/day (0.01872 to
    0.052), restart_min 12 min, stall_s 2.24 s, best_interval_min 59.5498 min (45.4719 to 75.7865),
    interval_loss 0 (-0.00167685 to 0.00167685), hosts_down 0.167973 (0.081432 to 0.34112), spares 0,
    enough_share 0.9, spares_needed 1 (0 to 1), enough 0.845377 (0.710974 to 0.921795), kept 0.979003 (0.95736
    to 0.989821)
[goodput][0][1].causes[0]: words machines that fail, per_day 0.03032 1/day (0.01872 to 0.052), ids (box b2)
## own rate
[goodput][0]: [0] 0.892917 (0.791875 to 0.98046)
[goodput][0][1]: goodput_p10 0.791875, goodput_p90 0.98046, interruptions_per_day 0.4 1/day, restart_min 12 min,
    stall_s 2.24 s, best_interval_min 16.3951 min, interval_loss 0, hosts_down 0.8, spares 0, enough_share 0.9,
    spares_needed 2, enough 0.449329, kept 0.9
[goodput][0][1].causes[0]: words machines that fail, per_day 0.4 1/day, ids (box)
## groups
[goodput][0]: [0] 0.960284 (0.926443 to 0.991105)
[goodput][0][1]: goodput_p10 0.926443, goodput_p90 0.991105, interruptions_per_day 0.08 1/day, restart_min 12
    min, stall_s 2.24 s, best_interval_min 36.6606 min, interval_loss 0, hosts_down 0.16, spares 0, enough_share
    0.9, spares_needed 1, enough 0.852144, kept 0.962884
[goodput][0][1].causes[0]: words machines that fail, per_day 0.08 1/day, ids (box)
## groups that wait
[goodput][0]: [0] 0.849842 (0.722953 to 0.967507)
[goodput][0][1]: goodput_p10 0.722953, goodput_p90 0.967507, interruptions_per_day 0.08 1/day, restart_min 12
    min, stall_s 2.24 s, best_interval_min 36.6606 min, interval_loss 0, hosts_down 0.16, spares 0, enough_share
    0.9, spares_needed 1, enough 0.852144, kept 0.852144
[goodput][0][1].causes[0]: words machines that fail, per_day 0.08 1/day, ids (box)
## spot
[spot][0]: id engine, machines 4, taken_per_month 2 1/month, published True, up_share 0.999658, usd_per_hour 80
    USD/h (40 to 120), effective_usd_per_hour 80.0274 USD/h (40.0137 to 120.041)
## spot beside others
[spot][0]: id engine, machines 4, taken_per_month 2 1/month, published True, up_share 0.999658, usd_per_hour 80
    USD/h (40 to 120), effective_usd_per_hour 80.0274 USD/h (40.0137 to 120.041)
## two nodes of spot
[spot][0]: id engine, machines 6, taken_per_month 3 1/month, published True, up_share 0.999658, usd_per_hour 120
    USD/h (60 to 180), effective_usd_per_hour 120.041 USD/h (60.0205 to 180.062)
## spot as is usual
[spot][0]: id engine, machines 4, taken_per_month 0.6 1/month (0.2 to 1), up_share 0.999897 (0.999829 to
    0.999966), usd_per_hour 80 USD/h (40 to 120), effective_usd_per_hour 80.0082 USD/h (40.0014 to 120.021)
## no spot
"""


def outcome(name: str) -> list[str]:
    """Return what comes of failures and spares of a job, or of spot machines of an engine."""
    found: Any = analyze(CASES[name], only=("workloads",), library=WORK_PARTS).workloads
    getting = [(one.goodput, one.getting_on) for one in found.training]
    return told({"goodput": getting, "spot": found.on_spot})


@pytest.mark.parametrize("name", CASES)
def test_all_that_comes_of_failures(name: str):
    assert outcome(name) == sections(EXPECTED)[name]
