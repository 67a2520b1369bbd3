import pytest

from designer.ui.commands.word_search import WordSearch

TEXTS = ["Zoom in View", "Zoom out View", "Duplicate Edit", "Server 1 dgx", "Server 2 dgx", "Undo Edit", "Leaf switch"]


def found(asked, most=8):
    return [TEXTS[n] for n in WordSearch(TEXTS).find(asked, most)]


def test_every_word_must_stand_in_a_text():
    assert found("zoom view") == ["Zoom in View", "Zoom out View"]
    assert found("ZOOM OUT") == ["Zoom out View"]
    assert found("zoom edit") == []


@pytest.mark.parametrize("slip", ["dulpicate", "duplcate", "dupplicate", "dupkicate", "duplicat"])
def test_a_slip_of_the_finger_is_forgiven(slip):
    assert found(slip) == ["Duplicate Edit"]


def test_a_slip_in_one_of_two_words_is_forgiven():
    assert found("sevrer 2") == ["Server 2 dgx"]


def test_short_words_and_two_slips_are_not_guessed_at():
    assert found("udo") == []
    assert found("dlpucate") == []


def test_what_stands_there_is_never_taken_for_a_slip():
    assert found("leaf") == ["Leaf switch"]


def test_beginnings_come_first_and_no_more_than_asked():
    texts = ["the fit", "refit", "fit it", "unfit"]
    assert [texts[n] for n in WordSearch(texts).find("fit", 3)] == ["fit it", "the fit", "refit"]


def test_signs_are_letters_like_others():
    texts = ["a.b (c) [d]", "x*y"]
    assert WordSearch(texts).find("(c)", 5) == [0]
    assert WordSearch(texts).find("xxxx*.*", 5) == []
    assert WordSearch([]).find("anything", 5) == []
