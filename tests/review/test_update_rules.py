"""What the review says when the catalog knows more than the design."""

from datetime import date

from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part, PortGroup, Quantity
from designer.review.findings import Finding
from designer.review.rules import review
from designer.worker import answer, decode_reply, encode_request

TODAY = date(2026, 12, 1)
PORTS = (PortGroup(name="ib", media=("fabric",), count=8, rate_gbps=400),)


def part(part_id: str, kind: str = "server", watts: float = 1000.0, revision: str = "1") -> Part:
    return Part(
        id=part_id,
        kind=kind,
        layer="servers_fabric",
        vendor="X",
        name=part_id.partition("/")[2].title(),
        revision=revision,
        facts={"power_max_w": Quantity(value=watts)},
        ports=PORTS,
    )


DESIGN = Design(
    nodes={
        "a": Node(id="a", kind="server", part="x/alpha"),
        "b": Node(id="b", kind="switch", part="x/beta"),
        "c": Node(id="c", kind="server", part="x/gamma"),
    },
    links={"ab": Link(id="ab", a="a", b="b", medium="fabric", a_port="ib", b_port="ib")},
    parts={p.id: p for p in (part("x/alpha"), part("x/beta", "switch"), part("x/gamma"))},
)


def found(library: Library | None, design: Design = DESIGN) -> list[Finding]:
    findings = review(design, analyze(design), TODAY, library=library)
    return [finding for finding in findings if finding.rule == "newer-facts"]


def test_it_is_silent_when_all_is_up_to_date_or_nobody_asked() -> None:
    assert found(None) == []
    assert found(Library(parts=dict(DESIGN.parts))) == []
    assert found(Library()) == []


def test_one_part_can_be_taken_over_at_once() -> None:
    library = Library(parts={"x/beta": part("x/beta", "switch", 1200.0)})
    (finding,) = found(library)
    assert finding.severity == "note"
    assert finding.message == "The catalog has newer facts for 1 part: Beta."
    assert finding.detail == "Power, maximum: 1 kW → 1.2 kW."
    assert finding.ids == ("b",)
    assert finding.fix is not None
    design = FIXES[finding.fix.edit](DESIGN, library, **finding.fix.arguments).applied(DESIGN)
    assert design.parts["x/beta"].facts["power_max_w"].value == 1200.0
    assert found(library, design) == []


def test_several_parts_are_one_note() -> None:
    library = Library(parts={name: replace(p, revision="2") for name, p in DESIGN.parts.items()})
    (finding,) = found(library)
    assert finding.message == "The catalog has newer facts for 3 parts: Alpha, Beta and Gamma."
    assert finding.ids == ("a", "b", "c")
    assert finding.fix is None
    assert "Catalog menu" in finding.detail


def test_an_earlier_revision_is_nothing_to_take_over() -> None:
    design = replace(DESIGN, parts={**DESIGN.parts, "x/alpha": part("x/alpha", revision="5")})
    assert found(Library(parts={"x/alpha": part("x/alpha", watts=900.0, revision="4")}), design) == []


def test_after_ports_vanished_the_review_says_which_link_is_lost() -> None:
    library = Library(parts={"x/alpha": replace(part("x/alpha"), ports=(replace(PORTS[0], name="new"),))})
    design = FIXES["accept_update"](DESIGN, library, part_id="x/alpha").applied(DESIGN)
    messages = [f.message for f in review(design, analyze(design), TODAY) if f.rule == "ports-do-not-fit"]
    assert messages == ["The link a to b cannot be plugged in: a has no ib ports."]


def test_the_analysis_process_is_sent_only_what_differs() -> None:
    newer = part("x/beta", "switch", 1200.0)
    library = Library(parts={**DESIGN.parts, "x/beta": newer, "x/other": part("x/other")})
    data = encode_request(3, DESIGN, TODAY, library=library)
    assert b"x/other" not in data
    findings = decode_reply(answer(data)).findings
    assert "The catalog has newer facts for 1 part: Beta." in [finding.message for finding in findings]
    findings = decode_reply(answer(encode_request(3, DESIGN, TODAY))).findings
    assert "newer-facts" not in {finding.rule for finding in findings}
