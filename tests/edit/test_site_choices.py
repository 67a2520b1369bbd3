"""Climate, free cooling and grid are chosen for the whole design, each as one change."""

import pytest

from designer.edit.settings import set_assumption, set_site_choice
from designer.formulas.cooling.climates import CLIMATES
from designer.model.assumptions.grids import GRIDS
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Settings
from designer.model.records import RefusedInput
from designer.model.validity import require_valid


def test_a_choice_is_one_change_and_its_undo_gives_back_what_was() -> None:
    design = Design(settings=Settings(assumptions={"grid_kg_per_kwh": 0.2}))
    change = set_site_choice(design, "grid", "swe")
    chosen = change.applied(design)
    assert change.label == "Set grid to Sweden"
    assert dict(chosen.settings.choices) == {"grid": "swe"}
    # The own value gives way, else the choice would change nothing.
    assert assumed(chosen, "grid_kg_per_kwh").value == 0.0407
    assert change.inverted().applied(chosen) == design
    assert set_site_choice(chosen, "grid", "").applied(chosen).settings.choices == {}


def test_an_own_value_comes_before_the_choice() -> None:
    design = set_site_choice(Design(), "grid", "swe").applied(Design())
    own = set_assumption(design, "grid_kg_per_kwh", 0.3).applied(design)
    assert assumed(own, "grid_kg_per_kwh").value == 0.3


@pytest.mark.parametrize(("name", "value"), [("climate", "mars"), ("grid", "x" * 900), ("weather", "chicago")])
def test_what_there_is_not_is_refused_in_one_line(name: str, value: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        set_site_choice(Design(), name, value)
    assert len(str(refused.value)) < 300
    with pytest.raises(RefusedInput):
        require_valid(Design(settings=Settings(choices={name: value})))


def test_every_option_is_there_once_with_a_title() -> None:
    assert {value for value, _ in SITE_CHOICES["climate"].options} == {"", *CLIMATES}
    assert {value for value, _ in SITE_CHOICES["grid"].options} == {"", *GRIDS}
    for choice in SITE_CHOICES.values():
        assert choice.options[0][0] == ""
        titles = [title for _, title in choice.options]
        assert len(set(titles)) == len(titles)
