"""All that can be mended: what is kept, what is left and why, and that nothing harmful is ever made."""

from collections import Counter
from datetime import date

import pytest

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design, Link
from designer.review.effects.mending import Mending, mend_all
from designer.review.effects.preview import state_of
from designer.review.findings import Finding
from tests.review.effects.broken_pod import broken_pod
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


def found(design: Design) -> tuple[Finding, ...]:
    return state_of(design, LIBRARY, TODAY).findings


def errors(design: Design) -> Counter[str]:
    return Counter(one.rule for one in found(design) if one.severity == "error")


def test_a_broken_pod_is_mended_whole() -> None:
    broken = broken_pod()
    assert errors(broken) == {
        "link-to-nowhere": 1,
        "ports-do-not-fit": 1,
        "ports-overfull": 2,
        "rack-power": 1,
        "rack-units": 1,
        "rack-overlap": 1,
        "feed-overloaded": 1,
    }
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int, message: str) -> bool:
        assert message
        told.append((done, total))
        return True

    mending = mend_all(progress, broken, LIBRARY, TODAY)
    assert all(done < total for done, total in told)
    assert mending.left == ()
    after = mending.edit.applied(broken)
    assert errors(after) == {}
    # One edit, which one undo takes back.
    assert mending.edit.inverted().applied(after) == broken
    assert mending.edit.label == f"Mend {len(mending.steps)} findings"
    # Six systems as before, in two racks of which none draws more than it is fed for, each with a feed of its own.
    systems = [node for node in after.nodes.values() if node.part == "nvidia/dgx-h100" and node.parent]
    assert sum(after.total_copies(node.id) for node in systems) == 6
    assert len({node.parent for node in systems}) == 2
    strips = {node.parent: node.id for node in after.nodes.values() if node.kind == "pdu"}
    for node in systems:
        feeds = [link for link in after.links.values() if link.medium == "power" and node.id in (link.a, link.b)]
        assert [link.a for link in feeds] == [strips[node.parent]]
        # Two cords from each system were drawn; as many lead to it now.
        assert after.total_cables(feeds[0]) == 2 * after.total_copies(node.id)
    assert mending.effect is not None
    assert mending.effect.added[0] == "+2 PDUs"


def test_what_harms_is_not_kept_and_what_has_no_fix_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = broken_pod()
    # A fix that mends its own finding and brings an error of another rule.
    from designer.edit import fixes

    remove = fixes.FIXES["remove"]

    def removing(design: Design, library: object, *, record_id: str) -> object:
        edit = remove(design, LIBRARY, record_id=record_id)
        after = edit.applied(design)
        links = {**after.links, "worse": Link(id="worse", a="dgx", b="nowhere", medium="fabric", cables=1)}
        from msgspec.structs import replace

        from designer.model.changes import between

        worse = replace(after, links={**links, "worst": Link(id="worst", a="dgx", b="no", medium="fabric")})
        return between(design, worse, "Make it worse")

    monkeypatch.setitem(fixes.FIXES, "remove", removing)
    mending = mend_all(lambda *_: True, broken, LIBRARY, TODAY)
    assert [(one.message, one.reason) for one in mending.left] == [
        (
            "A link of Quantum-2 QM9700 leads to nobody, which is not in the design.",
            "Its fix does not mend it here, or brings an error or a warning instead.",
        )
    ]
    assert errors(mending.edit.applied(broken)) == {"link-to-nowhere": 1}


def test_a_fix_that_leaves_a_smaller_fault_of_its_rule_is_kept() -> None:
    # Of 4 cables half the hosts have none: joined, two pieces are left of six, and the next fix joins these.
    pod = Design()
    for node_id, part, copies in (("dgx", "nvidia/dgx-h100", 8), ("leaf", "nvidia/qm9700", 2)):
        pod = add_node(pod, LIBRARY, part, 0, 0, copies=copies, node_id=node_id).applied(pod)
    pod = add_link(pod, "dgx", "leaf", cables=4).applied(pod)
    assert errors(pod) == {"fabric-in-pieces": 1}
    mending = mend_all(lambda *_: True, pod, LIBRARY, TODAY)
    assert len(mending.steps) == 2
    assert errors(mending.edit.applied(pod)) == {}


def test_it_may_be_stopped_and_keeps_what_it_has() -> None:
    broken = broken_pod()
    mending = mend_all(lambda done, *_: done < 2, broken, LIBRARY, TODAY)
    assert len(mending.steps) == 2
    after = mending.edit.applied(broken)
    assert 0 < errors(after).total() < errors(broken).total()
    assert len(mending.left) == errors(after).total()


def test_warnings_are_mended_only_where_they_are_asked_for() -> None:
    broken = broken_pod()
    mended = mend_all(lambda *_: True, broken, LIBRARY, TODAY).edit.applied(broken)
    again = mend_all(lambda *_: True, mended, LIBRARY, TODAY)
    assert again == Mending(edit=again.edit)
    assert not again.edit
    both = mend_all(lambda *_: True, mended, LIBRARY, TODAY, ("error", "warning"))
    grave = ("error", "warning")
    before, after = (
        sum(one.severity in grave for one in found(design)) for design in (mended, both.edit.applied(mended))
    )
    assert after <= before
    assert {one.message for one in both.left} <= {one.message for one in found(both.edit.applied(mended))} | {
        one.message for one in both.left if " more " in one.message or one.message.startswith("Each of")
    }


def test_an_empty_design_has_nothing_to_mend() -> None:
    assert mend_all(lambda *_: True, Design(), LIBRARY, TODAY).left == ()
