"""The calendars on which dated tests run, which tests those are, and that a failure on any of them is told."""

from datetime import date

import pytest

from tests.changes import days
from tests.changes.dated import dated_files
from tests.changes.days import LANGUAGES, ZONES, Calendar, Outcome, calendars, main, run_on

DAY = date(2026, 12, 3)
ASKED = """
import os, time
from datetime import date
from designer import clock

def test_all():
    assert clock.today() == date(2028, 2, 29)
    assert time.timezone == -14 * 3600
    assert os.environ["LC_ALL"] == os.environ["LANG"] == "de_DE.UTF-8"
"""


def test_each_day_comes_once_and_each_zone_with_each_language() -> None:
    few = calendars(DAY)
    assert [one.day.isoformat() for one in few] == ["2026-12-04", "2027-04-02", "2028-01-07", "2028-02-29"]
    assert {(one.zone, one.language) for one in few} == {(zone, tongue) for zone in ZONES for tongue in LANGUAGES}
    every = calendars(DAY, every=True)
    assert len(set(every)) == 16
    assert set(few) < set(every)


def test_tests_of_what_reads_the_calendar_bear_dates() -> None:
    found = dated_files()
    # One says days itself, one tests the reader of announced prices, one shows a day in a window.
    said = {"tests/cli/commands/test_locale.py", "tests/ui/present/test_presenter.py"}
    assert said | {"tests/catalog/prices/test_cloud_prices.py"} <= set(found)
    assert not [path for path in found if path.startswith(("tests/changes/", "tests/formulas/"))]


def test_a_process_has_the_day_the_zone_and_the_language(tmp_path) -> None:
    asked = tmp_path / "test_asked.py"
    asked.write_text(ASKED, "utf-8")
    there = run_on(Calendar(date(2028, 2, 29), "Pacific/Kiritimati", "de_DE.UTF-8"), [str(asked)])
    assert there.code == 0, there.told
    assert there.line.startswith("2028-02-29, Pacific/Kiritimati, de_DE.UTF-8: 1 passed")
    elsewhere = run_on(Calendar(DAY, "Pacific/Pago_Pago", "C"), [str(asked)])
    assert elsewhere.code == 1
    assert "1 failed" in elsewhere.line


@pytest.mark.parametrize(("failing", "code"), [(set(), 0), ({"2028-02-29"}, 1), ({"2026-12-04", "2027-04-02"}, 1)])
def test_one_calendar_that_fails_fails_the_run(monkeypatch, capsys, failing, code) -> None:
    def run(calendar: Calendar, arguments: object) -> Outcome:
        bad = calendar.day.isoformat() in failing
        return Outcome(calendar, int(bad), "a whole answer\n= 1 failed in 2s =" if bad else "= 7 passed in 1s =", 1.0)

    monkeypatch.setattr(days, "run_on", run)
    monkeypatch.setattr(days.clock, "today", lambda: DAY)
    assert main([]) == code
    said = capsys.readouterr().out
    assert said.count("7 passed") == 4 - len(failing)
    # All that pytest said is there for a calendar on which something failed.
    assert said.count("a whole answer") == len(failing)
