"""Goodput: the worked cases through the calculators, and a published list of faults, of which one half tells the other.

`python -m tests.accuracy goodput [--trace FILE.csv] [--servers N]` judges another list of the same form.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from designer.formulas.calculators import run_calculator
from designer.formulas.workloads.goodput.ranges import Spread
from tests.accuracy.fault_lists import Course, Expected, Fault, expect, fit_faults, measured, read_faults
from tests.accuracy.tables import HEAD, held

TRACE: Final = Path(__file__).parents[1] / "data" / "measured" / "fault_trace_first_half.csv"
CASES: Final = Path(__file__).parents[1] / "cases" / "chain.json"
SERVERS: Final = 400
"""Of the cluster whose faults were published."""
POSED: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "AVAIL-01": ("availability-units", {"feed_availability": "unit_availability", "shared_bus": "shared_bus"}),
    "AVAIL-02": ("availability-units", {}),
    "AVAIL-03": ("hosts-up", {}),
    "GOOD-01": ("goodput", {}),
    "GOOD-02": ("goodput", {}),
    "GOOD-04": ("goodput", {}),
    "GOOD-10": ("spares", {}),
}
"""Calculator of each case, and other names of its inputs."""
MORE: Final = {"AVAIL-01": {"units": "2", "needed": "1"}, "AVAIL-03": {"at_least": "62,48"}}
PERIODS: Final = ((0.0, 0.5, 1.0), (0.3, 0.65, 1.0), (0.2, 0.5, 0.8), (0.1, 0.55, 1.0), (0.4, 0.7, 1.0))
"""Begin, end of what is learnt from and end of what is judged, as parts of the list; the first one counts."""


def report(trace: Path = TRACE, servers: int = SERVERS) -> Iterator[str]:
    """The cases and the list of faults, line by line; a line that begins with BROKEN names what is not kept."""
    yield from cases()
    yield from first_half()
    yield from judged(trace, servers)


def cases() -> Iterator[str]:
    """AVAIL and GOOD cases as the calculators answer them."""
    known = {case["id"]: case for case in json.loads(CASES.read_text("utf-8"))}
    for name in POSED:
        case = known[name]
        found = answered(case)
        wrong = [
            f"{key} {found[key]:.6g} instead of {wanted:.6g}"
            for key, wanted in case["expected"].items()
            if abs(found[key] - wanted) > case["tolerance"] * max(1.0, abs(wanted))
        ]
        said = ", ".join(f"{key} {found[key]:.6g}" for key in case["expected"])
        yield f"{name:<10}{said}"
        if wrong:
            yield f"BROKEN {name}: {', '.join(wrong)}"


def first_half() -> Iterator[str]:
    """GOOD-20: what the published half of the list is like, and what all of it says of the other half."""
    expected = next(one for one in json.loads(CASES.read_text("utf-8")) if one["id"] == "GOOD-20")["expected"]
    days = expected["days"] / 2
    faults = read_faults(_rows(TRACE))
    model, happened = fit_faults(faults, SERVERS, 0, days), measured(faults, SERVERS, 0, days)
    later = expect(model, days)
    for name, value in (("rate_first", model.faults_per_server_day), ("mean_down_first", happened.servers_down)):
        yield f"GOOD-20   {name} {value:.4g}"
        if abs(value / expected[name] - 1) > 0.02:
            yield f"BROKEN GOOD-20: {name} {value:.4g} instead of {expected[name]:.4g}"
    down = later.servers_down
    said = f"servers down in the second half {down.p10:.3g} to {down.p90:.3g}, published {expected['mean_down_second']}"
    yield f"GOOD-20   {said}"
    if not down.p10 <= expected["mean_down_second"] <= down.p90:
        yield f"BROKEN GOOD-20: {said}"


def _rows(trace: Path) -> list[dict[str, str]]:
    with trace.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answered(case: Mapping[str, Any]) -> dict[str, float]:
    """Return what the calculator of CASE answers, by the names of the case."""
    calculator, names = POSED[case["id"]]
    inputs: Mapping[str, object] = case["inputs"]
    asked = {names.get(key, key): str(value) for key, value in inputs.items() if key != "design"}
    found: dict[str, float] = {}
    for key, value in run_calculator(calculator, asked | MORE.get(case["id"], {})).items():
        if isinstance(value, list):
            found |= {f"{key}_{wanted}": one for wanted, one in zip((62, 48), value, strict=True)}
        else:
            found[key] = value
    return found


def judged(trace: Path, servers: int) -> Iterator[str]:
    """The list in TRACE: what one part says of the next, and what happened."""
    rows = _rows(trace)
    try:
        faults = read_faults(rows)
        begin, end = span_of(rows)
        one_period(faults, servers, *(begin + part * (end - begin) for part in PERIODS[0]))
    except ValueError as problem:
        yield f"BROKEN {trace.name}: {problem}"
        return
    yield f"{len(faults):,} faults of {servers:,} servers, days {begin:.1f} to {end:.1f}"
    inside_all: list[bool] = []
    shares: list[tuple[float, float, float, float]] = []
    for number, parts in enumerate(PERIODS):
        days = [begin + part * (end - begin) for part in parts]
        try:
            expected, happened = one_period(faults, servers, *days)
        except ValueError as problem:
            yield f"days {days[0]:.0f} to {days[2]:.0f}: {problem}"
            continue
        yield f"days {days[0]:.0f} to {days[1]:.0f} say of {days[1]:.0f} to {days[2]:.0f}"
        for name in ("interruptions_per_day", "servers_down", "goodput"):
            spread: Spread = getattr(expected, name)
            value = getattr(happened, name)
            inside = spread.p10 <= value <= spread.p90
            inside_all.append(inside)
            yield f"  {name:<24}{spread.p10:.4g} to {spread.p90:.4g}, mean {spread.mean:.4g}; measured {value:.4g}"
            if not inside and not number:
                yield f"BROKEN {name}: measured {value:.4g} is outside of {spread.p10:.4g} to {spread.p90:.4g}"
        share = expected.goodput
        shares.append((share.mean, happened.goodput, share.p10, share.p90))
    yield f"{np.mean(inside_all):.0%} of the measured values inside P10 to P90, in {len(PERIODS)} pairs of periods"
    yield HEAD
    yield f"{'goodput of the next period':<34}{held(*np.array(shares).T).text}"


def published() -> tuple[list[Fault], tuple[float, float]]:
    """The published list, and its first and last day."""
    rows = _rows(TRACE)
    return read_faults(rows), span_of(rows)


def one_period(faults: list[Fault], servers: int, begin: float, turn: float, end: float) -> tuple[Expected, Course]:
    """What the days BEGIN to TURN say of TURN to END, and what happened in those."""
    model = fit_faults(faults, servers, begin, turn)
    return expect(model, end - turn), measured(faults, servers, turn, end)


def span_of(rows: list[dict[str, str]]) -> tuple[float, float]:
    """First and last day of a list: from day 0, unless its first event comes after a tenth of all days."""
    days = [float(row["day"]) for row in rows]
    return (0.0 if min(days) < 0.1 * max(days) else min(days)), max(days)
