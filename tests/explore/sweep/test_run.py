"""Sweeps in this process: equal to single runs, stopped, taken up again, with goals, drawn and learning."""

from pathlib import Path
from typing import Any

import pytest

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.explore.sweep.journal import Journal, columns_of, read_table
from designer.explore.sweep.reading import read_space, space_of_words
from designer.explore.sweep.run import Outcome, run_sweep, variant_design
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import SweepTable, joined, rows_of
from designer.model.records import RefusedInput
from designer.review.documents.results_document import results_document
from tests.shipped import LIBRARY

RACKS = {"racks": "1,2,4", "oversubscription": "1,2"}
KEYS = ("cost.capex_usd", "power.facility_w", "network.bisection_gbps", "counts.accelerators.total")


def swept(space: Space, **how: Any) -> tuple[Outcome, SweepTable]:
    tables: list[SweepTable] = []
    outcome = run_sweep(space, LIBRARY, workers=1, on_rows=tables.append, **how)
    return outcome, joined(tables)


@pytest.mark.parametrize(
    ("template", "settings"),
    [
        ("nvl72", RACKS),
        ("rag-service", {"users": "2000,8000", "model": "8B,70B"}),
        ("training-run", {"model": "8B,70B"}),
    ],
)
def test_each_row_is_what_new_and_analyze_say(template: str, settings: dict[str, str]) -> None:
    space = space_of_words(template, settings)
    outcome, table = swept(space)
    assert outcome.is_whole
    for place, row in enumerate(rows_of(table)):
        varied = table.parameters_of(place)
        chosen = {name: f"{value:g}" if isinstance(value, float) else value for name, value in varied.items()}
        design = build_template(template, LIBRARY, chosen)
        assert variant_design(space, LIBRARY, row.number) == design
        assert variant_design(space, LIBRARY, varied) == design
        # Everything is worked out here, and what counts alone there.
        document = results_document(analyze(design, library=LIBRARY))
        for counted, cell in zip(space.count, row.figures, strict=True):
            said: Any = document
            for name in counted.key.split("."):
                said = said.get(name) if said is not None else None
            if isinstance(said, dict):
                assert (said["value"], said["low"], said["high"]) == (cell.value, cell.low, cell.high), counted.key
                assert bool(said["missing"]) == bool(cell.missing)
            elif said is None:
                assert cell.value is None
                assert cell.missing
            else:
                assert cell.value == said


def test_goals_that_are_missed_say_which_in_the_same_words() -> None:
    space = read_space(
        "base: nvl72\nvary: {racks: [1, 2, 3, 99999]}\ncount: [{key: power.facility_w, at_most: 400000}, "
        "{key: counts.accelerators.total, at_least: 100}, {key: tokens, at_least: 5}]"
    )
    _, table = swept(space)
    told = [table.problems[row] for row in range(4)]
    assert "counts.accelerators.total at least 100: missed" in told[0]
    assert "power.facility_w" not in told[0]
    assert "power.facility_w at most 400000: missed" in told[2]
    assert told[1] == told[2].replace("power.facility_w at most 400000: missed; ", "") or "power" in told[1]
    assert all("headlines.tokens at least 5: not known" in one for one in told[:3])
    assert told[3].startswith("racks is 99999")


def test_a_stop_keeps_what_is_there_and_the_same_sweep_goes_on(tmp_path: Path) -> None:
    space = space_of_words("nvl72", {"racks": "1,2,3,4,5,6,7,8", "oversubscription": "1,2"}, count=KEYS)
    out, whole = tmp_path / "rows.csv", tmp_path / "whole.csv"
    journal = Journal(whole, columns_of(space))
    assert run_sweep(space, LIBRARY, workers=1, journal=journal).is_whole
    journal.finish()
    asked = iter(range(100))
    journal = Journal(out, columns_of(space))
    outcome = run_sweep(space, LIBRARY, workers=1, journal=journal, stopped=lambda: next(asked) >= 5)
    assert (outcome.stopped, outcome.done) == (True, 5)
    journal.finish()
    assert len(read_table(out)) == 5
    journal = Journal(out, columns_of(space))
    done: list[int] = []
    outcome = run_sweep(space, LIBRARY, workers=1, journal=journal, told=lambda count, of: done.append(count))
    assert outcome.is_whole
    assert done[0] == 5
    journal.finish()
    assert out.read_bytes() == whole.read_bytes()


def test_rows_of_another_base_are_not_gone_on_with(tmp_path: Path) -> None:
    space = space_of_words("nvl72", {"racks": "1,2"}, count=KEYS)
    out = tmp_path / "rows.csv"
    journal = Journal(out, columns_of(space))
    run_sweep(space, LIBRARY, workers=1, journal=journal, stopped=iter([False, True]).__next__)
    journal.finish()
    for other in (
        space_of_words("nvl72", {"racks": "3,4"}, count=KEYS),
        space_of_words("nvl72", {"racks": "1,2", "oversubscription": "4"}, count=KEYS),
    ):
        journal = Journal(out, columns_of(other))
        with pytest.raises(RefusedInput, match="results that are there"):
            run_sweep(other, LIBRARY, workers=1, journal=journal)
        journal.drop()


def test_a_key_that_no_design_has_is_refused_before_the_sweep() -> None:
    for key, words in (
        ("cost.capexusd", "cost has no 'capexusd'; it has capex_usd"),
        ("price", "is no figure of analyze"),
        ("network.links", "is no figure that can be compared"),
        ("cost", "no single figure"),
        ("headlines.speed", "no headline figure"),
        ("findings.errors", "does not count"),
    ):
        space = space_of_words("nvl72", {"racks": "1,2"}, count=("counts.nodes.total",))
        space = type(space)(template="nvl72", vary=space.vary, count=(type(space.count[0])(key=key),))
        with pytest.raises(RefusedInput, match=words):
            run_sweep(space, LIBRARY, workers=1)


def test_a_search_that_learns_draws_the_same_and_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    space = read_space(
        "base: nvl72\nvary: {racks: {from: 1, to: 16, step: 1}, assumptions.pue: {from: 1.1, to: 1.6}}\n"
        "count: [cost.capex_usd, {key: power.facility_w, at_most: 2e6}]\nmethod: adaptive\nsamples: 24\nseed: 3"
    )
    outcome, table = swept(space)
    assert outcome.is_whole
    out = tmp_path / "rows.csv"
    asked = iter(range(1000))
    journal = Journal(out, columns_of(space))
    assert run_sweep(space, LIBRARY, workers=1, journal=journal, stopped=lambda: next(asked) >= 20).done == 20
    journal.finish()
    journal = Journal(out, columns_of(space))
    assert run_sweep(space, LIBRARY, workers=1, journal=journal).is_whole
    assert list(journal.rows()) == list(rows_of(table))
    journal.drop()
    with pytest.raises(RefusedInput, match="adaptive sweep follow from its results"):
        variant_design(space, LIBRARY, 3)
    assert variant_design(space, LIBRARY, table.parameters_of(3)).settings.made_by == "nvl72"


def test_availability_is_played_as_the_space_says_and_told_with_its_error() -> None:
    text = (
        "base: leaf-spine\nset: {nodes: 4, host.part: nvidia/dgx-h100, 'kind:switch.part': nvidia/qm9700}\n"
        "vary: {redundancy: [N, 2N]}\ncount: [availability]\navailability: {years: 5, draws: 60"
    )
    unsaid = swept(read_space(text + "}"))[1]
    served, error = (unsaid.figures[f"availability.machines.served{end}"] for end in ("", ".error"))
    # What nobody says how often it fails is named, and taken never to: so redundancy cannot show.
    assert served.value[0] == served.value[1]
    assert all("how often" in served.missing[row] for row in (0, 1))
    assert 0 < error.value[0] < 0.02
    rates = ", rates: {utility: 1000/24, generator: 1000/24, ups: 1000/24, switchgear: 1000/24, transformer: 1000/24}}"
    said = swept(read_space(text + rates))[1].figures["availability.machines.served"].value
    assert said[0] < said[1] < served.value[1]
