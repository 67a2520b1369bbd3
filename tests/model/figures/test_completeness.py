"""Which way a figure errs that lacks something, and how that is said."""

from msgspec.structs import replace

from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure, difference, leaf, maximum, minimum, product, quotient, total
from designer.model.figures.figure_text import figure_text, shown, spoken_text

KNOWN = leaf("known", 100.0, "USD")
UNKNOWN = leaf("unknown", None, "USD")
LACKING = total("sum that lacks something", (KNOWN, UNKNOWN), "USD")


def test_a_complete_figure_lacks_nothing() -> None:
    assert gaps(total("sum", (KNOWN, KNOWN), "USD")) == ("", ())
    assert gaps(KNOWN).sentence == ""
    assert gaps(None) == ("", ())


def test_a_sum_with_an_unknown_term_is_at_least_what_is_known() -> None:
    assert gaps(LACKING) == ("at least", ("unknown",))
    assert figure_text(LACKING) == "at least 100 $"
    assert shown(LACKING).signed_number == "≥ 100"
    assert gaps(maximum("largest", (KNOWN, UNKNOWN), "USD")).bound == "at least"


def test_what_is_taken_away_or_divided_by_turns_the_side() -> None:
    assert gaps(difference("rest", KNOWN, LACKING, "USD")).bound == "at most"
    assert gaps(quotient("share", KNOWN, LACKING, "")).bound == "at most"
    assert gaps(quotient("each", LACKING, leaf("ten", 10.0), "USD")).bound == "at least"
    assert gaps(minimum("smallest", (KNOWN, UNKNOWN), "USD")).bound == "at most"
    assert gaps(product("twice", (LACKING, leaf("two", 2.0)), "USD")).bound == "at least"


def test_what_errs_both_ways_is_said_to_be_neither() -> None:
    share = quotient("share", LACKING, LACKING, "")
    assert gaps(share).bound == "about"
    assert gaps(share).sentence == "It is not exact: unknown and left out are unknown."
    assert spoken_text(f"{shown(share).signed_number}") == "about 1"


def test_what_is_wholly_unknown_has_no_side() -> None:
    figure = product("all of it", (KNOWN, UNKNOWN), "USD")
    assert gaps(figure) == ("", ("unknown",))
    assert gaps(figure).sentence == "It cannot be said: unknown are unknown."
    assert figure_text(figure) == "unknown"


def test_a_figure_of_another_process_keeps_its_side_without_its_terms() -> None:
    assert gaps(replace(LACKING, terms=())).bound == "at least"


def test_the_names_are_listed_and_the_rest_counted() -> None:
    names = "abcdef"
    many = total("sum", [KNOWN, *(leaf(name, None, "USD") for name in names)], "USD")
    assert gaps(many).number == 6
    assert gaps(many).sentence == "It is at least this much: unknown and left out are a, b, c, d and 2 more."


def test_a_deep_tree_is_walked_once() -> None:
    figure: Figure = LACKING
    for _ in range(200):
        figure = total("again", (figure, figure), "USD")
    assert gaps(figure).bound == "at least"
