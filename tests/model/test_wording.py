"""Numbers take the noun that goes with them, and lists are written as a person writes them."""

from designer.model.wording import counted, listed, noun


def test_a_number_takes_the_noun_that_goes_with_it() -> None:
    assert [counted(number, "cable") for number in (0, 1, 1024)] == ["0 cables", "1 cable", "1,024 cables"]
    assert [counted(number, "switch", "switches") for number in (1, 3)] == ["1 switch", "3 switches"]
    assert (noun(1, "goes", "go"), noun(2, "goes", "go")) == ("goes", "go")


def test_long_lists_end_in_a_number() -> None:
    assert listed([]) == ""
    assert listed(["a", "a"]) == "a"
    assert listed(["a", "b", "c", "d"]) == "a, b, c and d"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert listed(["a", "b", "c"], most=1) == "a and 2 more"
    assert listed([*"abcdef"], most=None) == "a, b, c, d, e and f"
    assert listed(iter(["a", "", "b"]), last="or") == "a or b"
