"""Designs side by side: figures are those of each alone, sentences follow from them, the page fetches nothing."""

from datetime import date
from pathlib import Path

import pytest

from designer.edit.links import links
from designer.edit.money import price_book
from designer.edit.nodes import nodes
from designer.edit.templates.templates import build_template
from designer.export.comparison.page import write_comparison
from designer.model.design import Design, Settings
from designer.model.records import RefusedInput
from designer.review.effects.comparison import compared
from designer.review.effects.preview import State, state_of
from designer.review.headline_figures import headline_value
from tests.shipped import LIBRARY
from tests.trust.export_checks import of_html

DAY = date(2026, 11, 28)


def state(design: Design) -> State:
    return state_of(design, LIBRARY, DAY)


def unit(units: int) -> Design:
    return build_template("training-run", LIBRARY, {"scale_units": str(units)})


def test_rows_are_the_figures_of_each_design_alone() -> None:
    states = [state(unit(2)), state(unit(1))]
    comparison = compared(states, ["Two", "One"])
    rows = {row.key: row for row in comparison.rows}
    for key in ("buy", "run", "accelerators", "facility"):
        for place, one in enumerate(states):
            assert rows[key].figures[place] == headline_value(key, one.results, one.design.settings.prices)
    # What is bought by kind adds up to the whole.
    for place in range(2):
        kinds = [row.figures[place] for row in comparison.rows if row.key.startswith("buy:")]
        whole = rows["buy"].figures[place]
        assert whole is not None
        assert sum(one.value or 0.0 for one in kinds if one is not None) == pytest.approx(whole.value)
    assert rows["accelerators"].texts == ("504", "248")
    assert rows["accelerators"].changes == ("−256",)


def test_the_sentence_says_what_the_rows_say_and_turns_around() -> None:
    two, one = state(unit(2)), state(unit(1))
    there, back = compared([two, one], ["Two", "One"]), compared([one, two], ["One", "Two"])
    rows = {row.key: row for row in there.rows}
    less = rows["buy"].changes[0].removeprefix("−")
    assert there.sentence.startswith(f"One costs {less} less to buy")
    assert back.sentence.startswith(f"Two costs {less} more to buy")
    assert "256 accelerators fewer" in there.sentence
    assert "256 accelerators more" in back.sentence
    # Each piece has a verb of its own: it may be the only one.
    month = rows["run"].changes[0].removeprefix("−")
    assert f"takes {month} a month less to run" in there.sentence
    assert f"takes {month} a month more to run" in back.sentence
    assert compared([two, two], ["Two", "Again"]).sentence == "Again costs, draws and gives the same."


def test_errors_are_told() -> None:
    good = unit(1)
    link = next(one for one in good.links.values() if one.medium == "fabric")
    bad = links.set_link(good, link.id, cables=link.cables * 40).applied(good)
    sentence = compared([state(good), state(bad)], ["Good", "Bad"]).sentence
    errors = sum(1 for one in state(bad).findings if one.severity == "error")
    assert errors
    assert f"has {errors:,} error" in sentence


def test_from_two_to_four_in_one_currency_are_compared() -> None:
    one = state(unit(1))
    with pytest.raises(RefusedInput, match="From 2 to 4"):
        compared([one], ["One"])
    with pytest.raises(RefusedInput, match="From 2 to 4"):
        compared([one] * 5, list("abcde"))
    design = unit(1)
    design = price_book.set_rate(design, "EUR", 1.1, "2026-11-24").applied(design)
    euros = price_book.set_currency(design, "EUR").applied(design)
    with pytest.raises(RefusedInput, match="EUR and USD"):
        compared([one, state(euros)], ["Dollars", "Euros"])


def test_the_page_holds_all_of_it_and_fetches_nothing(tmp_path: Path) -> None:
    first = unit(2)
    second = nodes.set_node(first, "leaf", copies=9, name="<script>alert(1)</script>").applied(first)
    states = [state(first), state(second), state(unit(1))]
    comparison = compared(states, ["</h1><script>", "B", "C"])
    path = tmp_path / "page.html"
    write_comparison(path, states, comparison, DAY)
    assert of_html(path) == []
    text = path.read_text("utf-8")
    assert comparison.sentence in text
    for row in comparison.rows:
        assert all(words in text for words in (*row.texts, *row.changes))
    assert text.count("<figure>") == 2


def test_empty_designs_are_compared(tmp_path: Path) -> None:
    states = [state(Design(settings=Settings(name=name))) for name in ("A", "B")]
    path = tmp_path / "page.html"
    write_comparison(path, states, compared(states, ["A", "B"]), DAY)
    assert "Nothing that is drawn differs." in path.read_text("utf-8")
