"""What a calculator says of its error is the error on its rows."""

import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from designer.cli.calculators.row_calculators import ROW_CALCULATORS
from designer.formulas.calibration import CALIBRATED
from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.formulas.workloads.serving_step.step import steps_of
from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.rows import split_rows
from tests.accuracy import calibrated, collectives, serving, training
from tests.accuracy.pages.page import PAGE, clouds, page_of
from tests.accuracy.tables import held
from tests.accuracy.training_fit import START, Measured, fitted

trained_report = partial(training.report, ("model",))
"""The table of training without the families and systems that are left out in turn, which take a minute."""

LEFT_OUT = "one system left out of the fit in turn"
ROOT = Path(__file__).parents[2]
MOST_BYTES = 150_000
"""Of a picture of the guide."""


def told(name):
    """The shares that the calculator NAME says, in its order."""
    return [int(found) for found in re.findall(r"(\d+)%", ROW_CALCULATORS[name].validity)]


def errors(lines, *heads):
    """Median and nine in ten of the lines that begin with HEADS, in whole percent."""
    rows = [line for head in heads for line in lines if line.startswith(head)]
    shares = [float(found) for row in rows for found in re.findall(r"(\d+\.\d)%", row)]
    return [round(share) for share in shares]


def test_serving():
    _, known = serving.measured()
    worked = steps_of(known.columns)
    found = [held(worked.token_s, known.token_s), held(worked.first_s, known.first_s)]
    assert told("serving-step") == [round(share * 100) for one in found for share in (one.median, one.high)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("name", "report", "heads"),
    [
        ("training-step", trained_report, ["dense: model", "experts: model"]),
    ],
)
def test_training(name, report, heads):
    lines = list(report())
    assert not [line for line in lines if line.startswith("BROKEN")]
    assert told(name) == errors(lines, *heads)


def test_collectives(printed):
    _, median, most, _ = printed[f"{LEFT_OUT}: 1 MiB and more"]
    assert told("collective") == [round(median * 100), round(most * 100)]
    assert not [line for line in collectives.report() if line.startswith("BROKEN")]


@pytest.fixture(scope="module")
def printed():
    """Rows, median, nine in ten and share inside of each line of the tables, by what it is of."""
    found = {}
    for report in (serving.report, collectives.report, trained_report):
        title = ""
        for line in report():
            title = line.strip() if "\n" in line else title
            if numbers := re.search(r"^(.{34}) *([\d,]+)  *([\d.]+)%  *([\d.]+)%  *(\d+)%", line):
                words = f"{title.splitlines()[0]}: {numbers[1].strip()}" if title else numbers[1].strip()
                shares = [round(float(numbers[place]) / 100, 3) for place in (3, 4, 5)]
                found[words] = (int(numbers[2].replace(",", "")), *shares)
    return found


@pytest.mark.timeout(600)  # the fits take half a minute of one core
@pytest.mark.parametrize(
    ("figure", "line"),
    [
        ("time per token", "time per token: one model family left out"),
        ("tokens a second", "tokens a second: one model family left out"),
        ("first token", "first token: one model family left out"),
        ("collective", f"{LEFT_OUT}: 1 MiB and more"),
        ("small collective", f"{LEFT_OUT}: below 1 MiB"),
        ("collective between domains", f"{LEFT_OUT}: several domains"),
        ("training, dense", "model left out of the fit: dense: model left out"),
        ("training, experts", "model left out of the fit: experts: model left out"),
    ],
)
def test_errors_beside_figures(printed, figure, line):
    told_here = MEASURED_ERRORS[figure]
    assert (told_here.rows, told_here.median, told_here.nine_in_ten, told_here.inside) == printed[line]


@pytest.mark.usefixtures("printed")  # which has fitted all that this needs
def test_serving_keeps_all_limits_as_shipped_and_where_a_family_or_a_system_is_left_out() -> None:
    assert not [line for line in serving.report() if line.startswith("BROKEN")]


def test_what_a_run_leaves_open() -> None:
    lines = list(calibrated.report())
    assert not [line for line in lines if line.startswith("BROKEN")]
    assert set(CALIBRATED) <= {line[:34].strip() for line in lines}


def test_a_rate_hardly_narrows_the_first_token() -> None:
    found = calibrated.serving_left_open()
    corrected, plain = found["first token, near"], found["first token, not corrected"]
    assert corrected.high / corrected.low > 0.85 * plain.high / plain.low


@pytest.fixture(scope="module")
def shown():
    return clouds()


def test_the_page_is_what_the_rows_come_to(shown):
    assert (ROOT / PAGE).read_text("utf-8") == page_of(shown), "run python -m tests.accuracy --pages " + str(
        PAGE.with_suffix("")
    )


def test_every_row_is_a_dot_twice_in_a_small_picture(shown):
    folder = (ROOT / PAGE).with_suffix("")
    assert {path.stem for path in folder.iterdir()} == set(shown)
    for name, cloud in shown.items():
        text = (folder / f"{name}.svg").read_text("utf-8")
        assert len(text.encode()) < MOST_BYTES
        # Among all rows and in the plot of its group.
        assert text.count("h.1") == 2 * cloud.measured.size
        assert f"({folder.name}/{name}.svg)" in (ROOT / PAGE).read_text("utf-8")


def test_a_constant_that_is_a_fifth_off_moves_the_printed_error():
    def line(constants, head):
        return next(line for line in training.report((), constants) if line.startswith(head))

    for name, head in (("gemm_hopper", "dense"), ("gemm_experts", "mixtures of experts")):
        changed = {**VALUES, name: VALUES[name] * 1.2}
        assert line(changed, head) != line(VALUES, head)
        assert errors([line(changed, head)], head) != errors([line(VALUES, head)], head)


def test_what_was_left_out_of_a_fit_did_not_move_it():
    """The constants that judge a system have not seen it: they stay at their start where no other row has them."""
    rows, shapes = training.public()
    known = Measured(*split_rows(rows, shapes), np.array([float(row["measured_step_s"]) for row in rows]))
    seen = np.array([row["device"] != "TPU v6e" for row in rows])
    assert fitted(known, seen)["gemm_tpu_v6"] == pytest.approx(START["gemm_tpu_v6"])
