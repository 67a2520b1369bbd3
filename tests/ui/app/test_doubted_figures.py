"""What the strip, a slide, the report and the documents say where errors stand against the figures."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.review.affected_figures import BISECTION, errors_against
from designer.review.documents.results_document import results_document
from designer.review.rules import review
from designer.ui.app.headline import headlines
from designer.ui.present.slide import figures_of, sentence_of
from tests.export.report.reports import report_for, rows_told, sentences
from tests.shipped import LIBRARY

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def superpod():
    return build_template("dgx-superpod-h100", LIBRARY, {})


def reviewed(design):
    results = analyze(design, library=LIBRARY)
    return results, review(design, results, TODAY, library=LIBRARY)


def without_spines(design):
    """DESIGN with one spine for its four, which lacks 192 ports of 256."""
    return replace(design, nodes=design.nodes | {"spine": replace(design.nodes["spine"], copies=1)})


def test_the_strip_is_not_green_beside_an_error(superpod):
    results, findings = reviewed(superpod)
    strip = {item.name: item for item in headlines(superpod, results.counts, results, findings, fresh=True)}
    assert (strip["bisection"].tone, strip["bisection"].number) == ("ok", "48")
    broken = without_spines(superpod)
    results, findings = reviewed(broken)
    strip = {item.name: item for item in headlines(broken, results.counts, results, findings, fresh=True)}
    assert strip["bisection"].tone == strip["bottleneck"].tone == "error"
    assert strip["bisection"].tail == "· not as drawn: 1 error · 0.984 : 1"
    assert strip["bisection"].ids[0] == "spine"
    assert "nothing is short" not in strip["bottleneck"].tail
    page = report_for(broken, results, findings)
    assert "could send 48 Tb/s to the other half, were it not for one error in the network" in sentences(page)
    message = errors_against(findings, BISECTION)[0].message
    assert page.draft.startswith("Draft: ")
    assert message in [row[0] for row in rows_told(page, "Errors")]
    assert "To fix first: spine switch has" in sentence_of(results, findings)


def test_a_fabric_in_pieces_says_so_everywhere(superpod):
    """The uplinks taken away: eight leaves, each with one cable of every server, rail by rail; then one rail alone."""
    rails = replace(superpod, links={name: link for name, link in superpod.links.items() if name != "uplinks"})
    results, findings = reviewed(rails)
    assert results.network.pieces.count == 1  # every server is on every leaf
    pairs = {name: replace(link, spread="even") for name, link in rails.links.items()}
    pairs["rails"] = replace(pairs["rails"], cables=4)
    pieces = replace(rails, links={name: link for name, link in pairs.items() if name != "rails-rest"})
    results, findings = reviewed(pieces)
    network = results.network
    assert network.pieces.apart
    assert network.no_path.value > 0
    (error,) = [one for one in findings if one.rule == "fabric-in-pieces"]
    assert error.severity == "error"
    strip = {item.name: item for item in headlines(pieces, results.counts, results, findings, fresh=True)}
    assert (strip["bottleneck"].number, strip["bottleneck"].tone) == ("no path", "error")
    assert strip["bisection"].tone != "ok"
    assert not [one for one in network.bottlenecks if "room to spare" in one.reason]
    page = report_for(pieces, results, findings)
    assert "pieces that cannot reach each other" in sentences(page)
    assert "no path to the others" in sentences(page)
    assert "pieces" in figures_of(pieces, results)[3].below
    document = results_document(results, findings)["network"]
    assert document["pieces"]["count"] == network.pieces.count
    assert document["no_path"]["value"] == network.no_path.value
