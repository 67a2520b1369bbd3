"""Each rule offers a fix where it can, or the table says why not; the page of the guide is that table."""

from designer.review.effects.without_fix import WITHOUT_FIX
from tests.review.told_rules import PAGE, rules


def test_each_rule_has_a_fix_or_a_reason_why_not() -> None:
    found = rules()
    assert len(found) > 120
    bare = {name for name, fixed in found.items() if not fixed}
    assert bare - WITHOUT_FIX.keys() == set(), "give these a fix, or say in `without_fix` why there is none"
    offered = {name for name, fixed in found.items() if fixed}
    assert offered & WITHOUT_FIX.keys() == set(), "these have a fix now"
    assert all(reason.endswith(".") for reason in WITHOUT_FIX.values())


def test_the_page_of_the_guide_is_the_table() -> None:
    rows = [line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert {name.strip().strip("`"): reason.strip() for name, reason in rows} == WITHOUT_FIX
