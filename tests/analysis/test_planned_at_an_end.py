"""Where the plan lies outside eight of ten draws, the sentence beside them says why."""

from designer.analysis.uncertainty import with_likely
from designer.model.figures.figure import Figure, leaf, total
from designer.model.figures.figure_text import likely_text, planned_at_an_end


def planned(low: float, value: float, high: float, label: str = "feed") -> Figure:
    return leaf(label, value, "USD", low=low, high=high, operation="fact")


def test_a_plan_at_the_low_end_is_told_with_what_puts_it_there() -> None:
    figure = with_likely(total("all", (planned(450, 450, 2_000), planned(90, 100, 110, "switch")), "USD"))
    assert figure.likely is not None
    assert (figure.value or 0) < figure.likely[0]
    assert planned_at_an_end(figure) == "The plan itself lies below them: it is planned at the low end of feed."
    # The draws are told as they are, not stretched to the plan.
    assert likely_text(figure).startswith("Eight of ten draws of all ranges at once lie in 0.6")
    assert likely_text(figure).endswith("it is planned at the low end of feed.")


def test_the_dearest_three_are_named() -> None:
    terms = [planned(10, 10, 10 + 10 * number, f"part {number}") for number in range(1, 6)]
    words = planned_at_an_end(with_likely(total("all", terms, "USD")))
    assert words.endswith("at the low end of part 5, part 4, part 3 and 2 more.")


def test_a_plan_at_the_high_end_and_one_inside() -> None:
    high = with_likely(total("all", (planned(1, 9, 9), planned(5, 6, 7, "b")), "USD"))
    assert planned_at_an_end(high) == "The plan itself lies above them: it is planned at the high end of feed."
    inside = with_likely(total("all", (planned(1, 5, 9), planned(5, 6, 7, "b")), "USD"))
    assert planned_at_an_end(inside) == ""
    assert "plan itself" not in likely_text(inside)
    assert planned_at_an_end(planned(1, 1, 2)) == ""
