"""The chapter of addresses: for engineers who asked for a plan, with what the table of ports says."""

from datetime import date
from ipaddress import ip_address

from designer.analysis.run import analyze
from designer.edit.addresses import set_addresses
from designer.edit.templates.templates import build_template
from designer.export.cables.drawn_network import addresses_of
from designer.export.containerlab.address_tables import HEADINGS, address_rows
from designer.export.report.report import report_of
from tests.shipped import LIBRARY

DAY = date(2026, 11, 29)


def test_the_chapter_has_the_plan_of_the_table_and_is_there_for_who_asked() -> None:
    design = build_template(
        "leaf-spine", LIBRARY, {"nodes": "8", "links_per_node": "4", "leaf_radix": "16", "spine_radix": "16"}
    )
    asked = set_addresses(design, {"host_length": "26"}).applied(design)
    results = analyze(asked, library=LIBRARY)

    def chapters(one, level):
        paper = report_of(one, LIBRARY, results, (), DAY, level)
        return {chapter.id: chapter for chapter in paper.chapters}, dict(paper.left_out)

    assert "addresses" not in chapters(design, "engineer")[0]
    assert chapters(asked, "board")[1]["Addresses"] == "It is for engineers."
    table, note = chapters(asked, "engineer")[0]["addresses"].blocks
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in address_rows(addresses_of(asked, LIBRARY.parts))]
    assert {row[0] for row in table.rows} == {"Leaf switch 1–4", "Spine switch 1–2"}
    for title, role, number, loopbacks, systems, networks in table.rows:
        mine = [row for row in rows if str(row["Name"]).startswith(title.rpartition(" ")[0])]
        own = sorted({ip_address(row["Loopback"]) for row in mine})
        assert int(number) == len(own)
        assert {row["Role"] for row in mine} == {role}
        assert loopbacks.split(" to ") == [str(own[0]), str(own[-1])]
        assert set(systems.split(" to ")) <= {str(row["ASN"]) for row in mine}
        assert set(filter(None, networks.split(" to "))) <= {row["Network"] for row in mine}
    assert "hosts 10.128.0.0/9" in note.text
    small = set_addresses(asked, {"loopbacks": "192.168.0.0/28"}).applied(asked)
    assert "must be a /" in chapters(small, "engineer")[1]["Addresses"]
