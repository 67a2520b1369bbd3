"""Reads the published cases and poses them to the calculators."""

import json
import re
from pathlib import Path

import pytest

from designer.formulas.calculators import run_calculator

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parents[1] / "cases" / "cases.json").read_text("utf-8"))
}

CHAIN_CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parents[1] / "cases" / "chain.json").read_text("utf-8"))
}


def closeness(tolerance):
    """A case's tolerance as arguments of `pytest.approx`."""
    if tolerance == "exact":
        return {"rel": 1e-9, "abs": 0}
    if found := re.match(r"([\d.]+)%", tolerance):
        return {"rel": float(found[1]) / 100, "abs": 0}
    if found := re.match(r"([\d.]+) pt", tolerance):
        return {"rel": 0, "abs": float(found[1]) / 100}
    if found := re.match(r"\$?([\d.]+(?:e-\d+)?)(?: GiB| ns)?$", tolerance):
        return {"rel": 0, "abs": float(found[1])}
    raise AssertionError(f"a tolerance that is not understood: {tolerance}")


def text_of(value):
    """VALUE as it is written after `--set KEY=`."""
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)


@pytest.fixture(scope="session")
def cases():
    """The published cases by id."""
    return CASES


@pytest.fixture(scope="session")
def chain_cases():
    """The cases of shared capacity and of the chain of layers by id."""
    return CHAIN_CASES


@pytest.fixture(scope="session")
def check_case():
    """Poses a case to a calculator and holds the answer to the case's tolerance."""

    def check(case_id, calculator, pose):
        """POSE turns the inputs and the expected values of a case into pairs of settings and answers."""
        case = CASES[case_id]
        near = closeness(case["tolerance"])
        rows = pose(case["inputs"], case["expected"])
        assert rows
        for settings, expected in rows:
            assert expected
            found = run_calculator(calculator, {key: text_of(value) for key, value in settings.items()})
            assert {key: found[key] for key in expected} == {
                key: pytest.approx(value, **near) for key, value in expected.items()
            }

    return check
