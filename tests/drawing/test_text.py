"""Names are made harmless and cut to the room there is."""

from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.text import approximate_width, clean, elide


def test_line_breaks_and_control_characters_go():
    assert clean("two\nlines\x00\x1b[31m\u202eevil") == "two lines[31mevil"


def test_right_to_left_and_marks_stay():
    assert clean("مفتاح × 4") == "مفتاح × 4"


def test_a_short_name_stays_whole():
    assert elide("Leaf", "body", 200, approximate_width) == "Leaf"


@given(st.text(max_size=80), st.floats(20, 300))
def test_cut_names_fit(text, room):
    cut = elide(clean(text), "strong", room, approximate_width)
    assert approximate_width(cut, "strong") <= room
    assert cut == clean(text) or cut.endswith("…")


@given(st.text(max_size=80))
def test_clean_text_is_one_printable_line(text):
    kept = clean(text)
    assert kept.isprintable()
    assert clean(kept) == kept
