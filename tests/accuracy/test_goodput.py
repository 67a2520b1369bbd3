"""The table of goodput keeps what it must, and says so of another list as well."""

import csv

import pytest

from designer.formulas.measured_errors import MEASURED_ERRORS
from tests.accuracy import __main__ as command
from tests.accuracy import goodput


def test_cases_and_the_published_list_are_kept(capsys):
    assert command.main(["goodput"]) == 0
    said = capsys.readouterr().out
    assert all(case in said for case in goodput.POSED)
    assert "days 0 to 87 say of 87 to 174" in said


def test_another_list_is_judged_and_may_break(tmp_path, capsys):
    """Few faults in the first half and a hundred times as many in the second are in no range."""
    events = [(f"{number}", 10 * number + 1, 10 * number + 2) for number in range(10)]
    events += [(f"s{number}", 100.0 + number / 10, 101 + number / 10) for number in range(990)]
    table = tmp_path / "list.csv"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["server", "day", "event"])
        for server, start, end in events:
            writer.writerows([(server, start, "start"), (server, end, "end")])
    assert command.main(["goodput", "--trace", str(table), "--servers", "2000"]) == 1
    assert "BROKEN servers_down" in capsys.readouterr().out


def test_a_list_that_can_not_be_read_is_broken(tmp_path):
    table = tmp_path / "list.csv"
    table.write_text("server,day,event\na,1,start\na,90,end\n")
    assert any(line.startswith("BROKEN list.csv: 1 faults begin in 45 days") for line in goodput.report(table))


def test_a_case_that_is_not_met_is_said(monkeypatch):
    monkeypatch.setattr(goodput, "answered", lambda case: dict.fromkeys(case["expected"], 0.5))
    assert sum(line.startswith("BROKEN") for line in goodput.cases()) == len(goodput.POSED)


def test_the_error_beside_the_figure_is_that_of_the_table():
    line = next(line for line in goodput.report() if line.startswith("goodput of the next period"))
    rows, median, most, inside, _ = line[34:].replace("%", "").split()
    told = MEASURED_ERRORS["goodput"]
    assert told.rows == int(rows)
    printed = [float(median) / 100, float(most) / 100, float(inside) / 100]
    assert [told.median, told.nine_in_ten, told.inside] == pytest.approx(printed)


def test_a_constant_that_is_off_moves_the_error(monkeypatch):
    """Repairs that are taken to last 20% longer make goodput too small."""
    plain = goodput.fit_faults
    longer = lambda *given: (model := plain(*given))._replace(repairs=model.repairs * 1.2)  # noqa: E731
    before = next(line for line in goodput.report() if line.startswith("goodput of the next period"))
    monkeypatch.setattr(goodput, "fit_faults", longer)
    after = next(line for line in goodput.report() if line.startswith("goodput of the next period"))
    assert float(after[42:48].strip("% ")) > float(before[42:48].strip("% "))


def test_an_unknown_table_is_named(capsys):
    assert command.main(["nothing"]) == 2
    assert "goodput" in capsys.readouterr().err


@pytest.mark.parametrize("parts", goodput.PERIODS)
def test_periods_follow_each_other(parts):
    assert list(parts) == sorted(parts)
