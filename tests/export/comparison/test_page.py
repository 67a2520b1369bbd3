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
from designer.review.documents.results_document import results_document
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


def test_the_steps_at_a_glance_are_devices_money_and_power() -> None:
    two, one = state(unit(2)), state(unit(1))
    found = compared([two, one], ["Two", "One"])
    rows = {row.key: row for row in found.rows}
    told = found.steps.split(", ")
    assert told[-2:] == [rows["buy"].changes[0], rows["facility"].changes[0]]
    assert told[: len(told) - 2]
    assert set(told[:3]) <= set(found.added[0])
    assert compared([two, two], ["Two", "Again"]).steps == ""


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


def test_users_served_and_oversubscription_are_those_of_the_analysis() -> None:
    """Worked out again from the documents of `analyze --json` alone."""
    before = build_template("ai-stack", LIBRARY, {"users": "8000"})
    app = next(node for node in before.nodes.values() if "users" in node.facts)
    more = nodes.set_fact(before, app.id, "users", 800_000).applied(before)
    uplinks = next(
        link
        for link in before.links.values()
        if link.medium == "fabric" and {before.nodes[link.a].kind, before.nodes[link.b].kind} == {"switch"}
    )
    after = links.set_link(more, uplinks.id, cables=uplinks.cables // 4).applied(more)
    states = [state(before), state(after)]
    rows = {row.key: row for row in compared(states, ["Before", "After"]).rows}
    served, ratios = [], []
    for one in states:
        document = results_document(one.results, one.findings)
        service = next(row for row in document["workloads"]["services"] if row["id"] == app.id)
        share = service["served_per_s"]["value"] / service["offered_per_s"]["value"]
        served.append(one.design.nodes[app.id].facts["users"] * share)
        tiers = [row for row in document["network"]["tiers"] if row["medium"] == "fabric"]
        ratios.append(max(row["oversubscription"]["value"] or 0.0 for row in tiers))
    assert [figure and figure.value for figure in rows["users"].figures] == pytest.approx(served)
    assert [figure and figure.value for figure in rows["oversubscription"].figures] == pytest.approx(ratios)
    assert served[1] < 800_000
    assert ratios[1] == pytest.approx(4 * ratios[0])
    sentence = compared(states, ["Before", "After"]).sentence
    assert f"is oversubscribed {rows['oversubscription'].texts[1]} where it was" in sentence
    assert "serves" in sentence
    assert "users more" in sentence


def test_a_design_without_users_or_a_fabric_has_no_such_row() -> None:
    found = {row.key for row in compared([state(unit(1)), state(unit(1))], ["One", "Same"]).rows}
    assert "users" not in found
    assert "oversubscription" in found
    alone = {row.key for row in compared([state(Design()), state(Design())], ["None", "Same"]).rows}
    assert not {"users", "oversubscription"} & alone
