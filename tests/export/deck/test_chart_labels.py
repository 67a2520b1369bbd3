"""Words below the bars of a chart in PPTX: whole in their slots, as large as those let them be."""

from designer.export.deck.chart_parts import label_pt


def test_the_longest_word_decides_how_large_labels_are() -> None:
    # "Generators" takes about 5.5 times its size.
    assert label_pt(["Generators", "UPSs"], 120.0, 12.0, 10.0) == 12.0
    assert label_pt(["Generators", "UPSs"], 68.0, 12.0, 10.0) == 11.0
    assert label_pt(["Generators", "UPSs"], 20.0, 12.0, 10.0) == 10.0
    # A label of two words goes on two lines.
    assert label_pt(["Utility feeds"], 50.0, 12.0, 10.0) == 12.0
    assert label_pt([], 50.0, 12.0, 10.0) == 12.0
