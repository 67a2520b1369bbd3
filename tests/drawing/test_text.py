"""Names are made harmless and cut to the room there is."""

from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.text import approximate_width, clean, elide, elide_middle, elide_name, wrapped


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


def test_lines_break_at_spaces_and_behind_hyphens_where_a_word_is_too_wide():
    def wide(text: str, _: str) -> float:
        return float(len(text))

    assert wrapped("one two three", "body", 7, wide) == ["one two", "three"]
    assert wrapped("Out-of-band switch", "body", 12, wide) == ["Out-of-band", "switch"]
    assert wrapped("Out-of-band switch", "body", 7, wide) == ["Out-of-", "band", "switch"]
    assert wrapped("a Out-of-band", "body", 9, wide) == ["a Out-of-", "band"]
    assert wrapped("unbreakable", "body", 4, wide) == ["unbreakable"]
    assert wrapped("", "body", 4, wide) == [""]


@given(st.text(max_size=80), st.floats(20, 300))
def test_cut_names_fit_and_keep_both_ends(text, room):
    whole = clean(text)
    cut = elide_name(whole, "strong", room, approximate_width)
    assert approximate_width(cut, "strong") <= room
    head, _, tail = cut.partition("…") if cut != whole else (cut, "", "")
    assert whole.startswith(head)
    assert whole.endswith(tail)


def test_a_name_is_cut_in_its_middle():
    def wide(text: str, _: str) -> float:
        return float(len(text))

    assert elide_name("Training leaf 12", "body", 16, wide) == "Training leaf 12"
    assert elide_name("Training leaf 12", "body", 9, wide) == "Trai…f 12"
    assert elide_name("Training leaf 12", "body", 0, wide) == "…"


def test_a_text_cut_in_its_middle_keeps_its_end():
    assert elide_middle("rack-a01-leaf-12", 16) == "rack-a01-leaf-12"
    assert elide_middle("rack-a01-leaf-12", 8) == "rack…f-12"
    assert elide_middle("abc", 1) == "a…"
    assert elide_middle("abc", 0) == "…"
