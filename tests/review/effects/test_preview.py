"""What a fix would do is what it does: the preview is held against the design after it."""

from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.edit.fixes import FIXES
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.model.figures.figure import leaf
from designer.review.effects.fixing import fixed
from designer.review.effects.preview import effect_of_fixes, state_of
from designer.review.effects.records import change_text, row_text
from designer.review.findings import Fix
from designer.review.headline_figures import headline_values
from tests.analysis.power.drawn import drawn, feed, node
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


def one_path() -> Design:
    """Hosts that one UPS and one rack PDU carry."""
    return drawn(
        node("grid", "utility", capacity_w=1e6),
        node("ups", "ups", capacity_w=90_000.0),
        node("pdu", "pdu", capacity_w=60_000.0),
        node("host", "server", 4, power_max_w=10_000.0),
        feed("f1", "grid", "ups"),
        feed("f2", "ups", "pdu"),
        feed("f3", "pdu", "host", 4),
    )


def hall() -> Design:
    design = add_node(Design(), LIBRARY, "nvidia/dgx-h100", 0, 0, node_id="dgx").applied(Design())
    return set_node(design, "dgx", copies=16).applied(design)


def test_the_preview_of_a_chain_is_what_the_chain_does() -> None:
    before = state_of(hall(), LIBRARY, TODAY)
    (finding,) = [one for one in before.findings if one.rule == "hall-without-plant"]
    assert finding.fix is not None
    effect = effect_of_fixes(before, LIBRARY, (finding.fix,), TODAY)
    after = fixed(before.design, LIBRARY, (finding.fix,)).applied(before.design)
    results = analyze(after, library=LIBRARY)
    told = dict(headline_values("effects", results, after.settings.prices))
    assert {row.key: row.after for row in effect.rows} == {one.key: figure for one, figure in told.items()}
    assert finding.message in effect.mended
    pdus = sum(after.total_copies(one.id) for one in after.nodes.values() if one.kind == "pdu")
    assert f"+{pdus} PDUs" in effect.added
    assert "+2 utility feeds" in effect.added
    assert effect.harmful[0] is None  # nothing was drawn that could fail
    assert effect.words.startswith("+")
    assert not effect.problem


def test_the_loss_of_a_feed_is_told() -> None:
    design = one_path()
    before = state_of(design, LIBRARY, TODAY)
    # What stands there twice carries what the other one leaves.
    twice = [
        Fix(label="2", edit="set_copies", arguments={"node_id": one, "copies": 2}) for one in ("grid", "ups", "pdu")
    ]
    cables = [
        Fix(label="c", edit="set_cables", arguments={"link_id": link, "cables": number})
        for link, number in (("f1", 4), ("f2", 4), ("f3", 8))
    ]
    mesh = [
        Fix(label="m", edit="set_spread", arguments={"link_id": one, "spread": "mesh"}) for one in ("f1", "f2", "f3")
    ]
    effect = effect_of_fixes(before, LIBRARY, [*twice, *cables, *mesh], TODAY)
    assert effect.harmful == (3, 0)
    assert "survives the loss of any one feed" in effect.words
    assert effect.added[:3] == ("+1 utility feed", "+1 UPS", "+1 PDU")


def test_nothing_is_changed_by_looking() -> None:
    design = hall()
    before = state_of(design, LIBRARY, TODAY)
    held = repr(design)
    effect_of_fixes(
        before, LIBRARY, (Fix(label="x", edit="set_copies", arguments={"node_id": "dgx", "copies": 2}),), TODAY
    )
    assert repr(design) == held


def test_a_finding_with_another_number_is_nothing_new() -> None:
    before = state_of(hall(), LIBRARY, TODAY)
    twice = Fix(label="x", edit="set_copies", arguments={"node_id": "dgx", "copies": 32})
    effect = effect_of_fixes(before, LIBRARY, (twice,), TODAY)
    assert not [words for words in (*effect.raised, *effect.mended) if words.startswith("At full load")]
    rack = Fix(label="x", edit="set_copies", arguments={"node_id": "dgx", "copies": 4})
    effect = effect_of_fixes(before, LIBRARY, (rack,), TODAY)
    assert [words for words in effect.mended if words.startswith("At full load")]


def test_a_fix_that_can_not_be_made_says_why() -> None:
    before = state_of(hall(), LIBRARY, TODAY)
    gone = Fix(label="x", edit="remove", arguments={"record_id": "nobody"})
    effect = effect_of_fixes(before, LIBRARY, (gone,), TODAY)
    assert effect.problem
    assert effect.words == effect.problem
    unknown = effect_of_fixes(before, LIBRARY, (Fix(label="x", edit="none such"),), TODAY)
    assert "none such" in unknown.problem
    assert "none such" not in FIXES


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (100.0, 150.0, "+50 W"),
        (150.0, 100.0, "−50 W"),
        (100.0, 100.0, "the same"),
        (None, 100.0, ""),
        (100.0, None, ""),
    ],
)
def test_steps_in_words(before: float | None, after: float | None, words: str) -> None:
    assert change_text(leaf("x", before, "W"), leaf("x", after, "W")) == words


def test_a_share_is_told_in_percent_and_what_is_missing_as_a_dash() -> None:
    assert row_text(leaf("fullest link", 1.25)) == "125%"
    assert row_text(leaf("power", 1500.0, "W")) == "1.5 kW"
    assert row_text(leaf("latency", None, "ns")) == "unknown"
    assert row_text(None) == "–"
