"""Findings that differ by what they are about alone are told once, and nothing is lost."""

from designer.model.design import Design, Link, Node
from designer.review.effects.grouping import grouped
from designer.review.findings import Finding, Fix

NODES = {
    name: Node(id=name, kind=kind, name=title)
    for name, kind, title in (
        ("a", "pdu", "PDU A1"),
        ("b", "pdu", "PDU A2"),
        ("c", "pdu", "PDU B1"),
        ("d", "pdu", "PDU B2"),
        ("s", "switch", "Leaf"),
    )
}
DESIGN = Design(nodes=NODES, links={"l": Link(id="l", a="a", b="s", medium="power", name="cord")})


def finding(name: str, words: str, severity: str = "warning", fix: Fix | None = None) -> Finding:
    return Finding(
        rule="r",
        severity="error" if severity == "error" else "warning",
        message=f"{NODES[name].title} {words}",
        detail="Why.",
        ids=(name,),
        fix=fix,
    )


def test_four_alike_are_one() -> None:
    alike = [finding(name, "has no power cable.") for name in "abcd"]
    (group,) = grouped(DESIGN, alike)
    assert group.message == "Each of 4 PDUs (PDU A1, PDU A2, PDU B1 and PDU B2) has no power cable."
    assert group.members == tuple(alike)
    assert group.ids == ("a", "b", "c", "d")
    assert group.detail == "Why."


def test_one_stays_as_it_is() -> None:
    one = finding("a", "has no power cable.")
    (group,) = grouped(DESIGN, [one])
    assert (group.message, group.detail, group.members) == (one.message, one.detail, (one,))


def test_other_numbers_are_named_after_the_first() -> None:
    (group,) = grouped(DESIGN, [finding("a", "carries 18.2 kW."), finding("b", "carries 17.9 kW.")])
    assert group.message == "PDU A1 carries 18.2 kW. One more is alike, with figures of its own: PDU A2."


def test_other_kinds_are_named_after_the_first() -> None:
    (group,) = grouped(DESIGN, [finding("a", "is alone."), finding("s", "is alone.")])
    assert group.message == "PDU A1 is alone. One more is alike: Leaf."


def test_other_words_severities_and_fixes_stay_apart() -> None:
    fix = Fix(label="Mend", edit="remove", arguments={"record_id": "b"})
    apart = [
        finding("a", "is alone."),
        finding("b", "is full."),
        finding("c", "is alone.", "error"),
        finding("d", "is alone.", fix=fix),
    ]
    assert [len(group.members) for group in grouped(DESIGN, apart)] == [1, 1, 1, 1]


def test_order_and_number_of_all_findings_are_kept() -> None:
    many = [finding(name, words) for words in ("is full.", "is alone.") for name in "abcd"]
    groups = grouped(DESIGN, many)
    assert [group.message.rpartition(" ")[2] for group in groups] == ["full.", "alone."]
    assert [one for group in groups for one in group.members] == many


def test_fixes_of_all_are_made_together() -> None:
    def fix(name: str) -> Fix:
        return Fix(label=f"Remove {name}", edit="remove", arguments={"record_id": name})

    (group,) = grouped(DESIGN, [finding(name, "is idle.", fix=fix(name)) for name in "abc"])
    assert [one.arguments["record_id"] for one in group.fixes] == ["a", "b", "c"]
    assert group.fix_label == "Remove a, and 2 alike"
    same = Fix(label="Assume it", edit="set_assumption", arguments={"name": "pue", "value": 1.3})
    (group,) = grouped(DESIGN, [finding(name, "is idle.", fix=same) for name in "abc"])
    assert group.fixes == (same,)
    assert group.fix_label == "Assume it"


def test_links_are_named_too() -> None:
    links = {name: Link(id=name, a="a", b="s", medium="power", name=f"cord {name}") for name in ("l1", "l2")}
    design = Design(nodes=NODES, links=links)
    told = [Finding(rule="r", severity="note", message=f"cord {name} is long.", ids=(name,)) for name in links]
    (group,) = grouped(design, told)
    assert group.message == "Each of 2 links (cord l1 and cord l2) is long."


def test_a_name_that_ends_in_a_number_is_a_whole_and_no_number_follows_it():
    nodes = {f"rack-{number}": Node(id=f"rack-{number}", kind="rack", name=f"Rack {number}") for number in (1, 2, 12)}
    design = Design(nodes=nodes)

    def finding(message, *ids):
        return Finding(rule="r", severity="note", message=message, detail="", ids=ids)

    (group,) = grouped(design, [finding(f"Behind the door stands Rack {n}.", f"rack-{n}") for n in (1, 2, 12)])
    assert group.message == "Behind the door stands Rack 1. Another 2 are alike: Rack 2 and Rack 12."
    # Rack 1 is none of what is said of Rack 12.
    apart = [
        finding("Rack 1 stands before Rack 12.", "rack-1"),
        finding("Rack 2 stands before Rack 12.", "rack-2"),
    ]
    (group,) = grouped(design, apart)
    assert group.message == "Each of 2 racks (Rack 1 and Rack 2) stands before Rack 12."
