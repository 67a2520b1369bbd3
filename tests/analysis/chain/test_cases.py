"""The worked cases of the capacity ledger as drawn designs, from the drawing to what `analyze --json` prints."""

import json
from pathlib import Path

import pytest

from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, remove, set_choice, set_node
from designer.model.design import Design
from designer.review.documents.results_document import results_document

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parents[2] / "cases" / "chain.json").read_text("utf-8"))
}


class Drawn:
    """A design that is drawn by the same edits as in the window."""

    def __init__(self, library) -> None:
        self.library = library
        self.design = Design()

    def node(self, name, part, *, copies=1, parent=None, facts=None, choices=None):
        edit = add_node(self.design, self.library, part, 0, 0, copies=copies, node_id=name, name=name, parent=parent)
        self.design = edit.applied(self.design)
        if facts:
            self.design = set_node(self.design, name, facts=facts).applied(self.design)
        for choice, value in (choices or {}).items():
            self.design = set_choice(self.design, self.library, name, choice, value).applied(self.design)

    def link(self, a, b, medium):
        self.design = add_link(self.design, a, b, medium=medium, link_id=f"{a}-{b}").applied(self.design)

    def document(self, **asked):
        return results_document(analyze(self.design, **asked))


@pytest.fixture
def drawn(library):
    return Drawn(library)


def work(document):
    return {piece["id"]: piece for piece in document["workloads"]["work"]}


def service(document, name):
    return next(load for load in document["workloads"]["services"] if load["id"] == name)


def silicon(document):
    return next(row for row in document["workloads"]["ledger"] if row["resource"] == "silicon")


def granted_in(row):
    return {one["id"]: one["granted"]["value"] for one in row["grants"]}


def test_chain_01_is_divided_in_proportion(drawn):
    expected = CASES["CHAIN-01"]["expected"]
    drawn.node("hosts", "nvidia/dgx-h100", copies=10)
    drawn.node("serving", "generic/work", facts={"accelerators_asked": 60, "answers_per_s": 1200})
    drawn.node("vector-db", "generic/work", facts={"accelerators_asked": 40})
    for name in ("serving", "vector-db"):
        drawn.link(name, "hosts", "runs_on")
    document = drawn.document()
    granted = {
        name.replace("vector-db", "vector DB"): piece["granted"]["value"] for name, piece in work(document).items()
    }
    assert granted == pytest.approx(expected["granted"])
    load = service(document, "serving")
    assert load["served_per_s"]["value"] == pytest.approx(expected["serving_answers_per_s"])
    assert load["requests_per_s"]["value"] == pytest.approx(expected["serving_answers_per_s"])
    assert load["offered_per_s"]["value"] == pytest.approx(1200)
    assert load["turned_away"]["value"] == pytest.approx(1 - 48 / 60)
    assert load["answer_s"]["value"] is None
    row = silicon(document)
    assert sum(grant["granted"]["value"] for grant in row["grants"]) / row["capacity"]["value"] == pytest.approx(1.0)
    unmet = {
        grant["id"].replace("vector-db", "vector DB"): grant["asked"]["value"] - grant["granted"]["value"]
        for grant in row["grants"]
    }
    assert unmet == pytest.approx(expected["unmet"])


def test_chain_02_gives_shares_first_and_the_rest_to_what_is_elastic(drawn):
    # The 5% that the system keeps are 4 of the 80 accelerators: one host of half a rack stands for them.
    expected = CASES["CHAIN-02"]["expected"]
    drawn.node("hosts", "generic/host", copies=1)
    drawn.node("chip", "nvidia/h100-sxm5-80gb", copies=76, parent="hosts")
    drawn.node("serving", "generic/work", facts={"accelerators_asked": 1000, "share": 0.5})
    drawn.node("training", "generic/work", facts={"accelerators_asked": 1000, "share": 0.3})
    drawn.node("pipelines", "generic/work", facts={"elastic": 1})
    for name in ("serving", "training", "pipelines"):
        drawn.link(name, "hosts", "runs_on")
    row = silicon(drawn.document())
    assert row["capacity"]["value"] == expected["allocatable"]
    assert {one["id"]: one["granted"]["value"] for one in row["grants"]} == pytest.approx(
        expected["granted_fractional"]
    )
    assert {one["id"]: one["whole"] for one in row["grants"]} == expected["granted_whole"]


def test_chain_03_scales_shares_that_are_more_than_there_is(drawn):
    expected = CASES["CHAIN-03"]["expected"]
    drawn.node("hosts", "generic/host", copies=10)
    drawn.node("chip", "nvidia/h100-sxm5-80gb", copies=10, parent="hosts")
    for name, share in CASES["CHAIN-03"]["inputs"]["shares"].items():
        drawn.node(name, "generic/work", facts={"accelerators_asked": 1000, "share": share})
        drawn.link(name, "hosts", "runs_on")
    row = silicon(drawn.document())
    assert granted_in(row) == pytest.approx(expected["granted"], abs=1e-3)
    assert row["sum_of_shares"] == pytest.approx(expected["sum_of_shares"])


def test_chain_04_passes_through_the_orchestrator_and_counts_chips_once(drawn):
    expected = CASES["CHAIN-04"]["expected"]
    drawn.node("A", "nvidia/dgx-h100", copies=4)
    drawn.node("B", "nvidia/dgx-h100", copies=2)
    drawn.node("half", "nvidia/h100-sxm5-80gb", copies=4, parent="B")
    drawn.node("C", "nvidia/dgx-h100")
    drawn.node("full", "nvidia/h100-sxm5-80gb", copies=8, parent="C")
    drawn.node("cluster", "cncf/kubernetes")
    drawn.node("serving", "generic/work", facts={"accelerators_asked": 1000})
    drawn.link("cluster", "A", "runs_on")
    drawn.link("cluster", "B", "runs_on")
    drawn.link("serving", "cluster", "runs_on")
    document = drawn.document()
    assert work(document)["serving"]["granted"]["value"] == expected["accelerators_of_serving"]
    assert document["counts"]["accelerators"]["total"] == expected["accelerators_of_design"]


def test_chain_05_sheds_whole_hosts_when_a_ups_is_lost(drawn):
    case = CASES["CHAIN-05"]
    asked, expected = case["inputs"], case["expected"]
    ups = {"capacity_w": asked["ups_kw"] * 1000, "efficiency": 1, "bypass": 0}
    drawn.node("ups", "schneider/galaxy-vxl-1250", copies=asked["ups"], facts=ups, choices={"overload": "shed"})
    for name, hosts in (("serving", asked["serving_hosts"]), ("training", asked["training_hosts"])):
        drawn.node(f"{name}-hosts", "generic/host", copies=hosts, facts={"power_max_w": asked["kw_per_host"] * 1000})
        drawn.node(f"{name}-chip", "nvidia/h100-sxm5-80gb", parent=f"{name}-hosts", facts={"power_max_w": 0.001})
        drawn.link("ups", f"{name}-hosts", "feeds")
    drawn.node("serving", "generic/work", facts={"accelerators_asked": 20, "answers_per_s": asked["answers_per_s"]})
    drawn.node("training", "generic/work", facts={"elastic": 1})
    for name in ("serving", "training"):
        drawn.link(name, f"{name}-hosts", "runs_on")
    document = drawn.document(fail=("ups[0]",))
    pieces = work(document)
    assert pieces["serving"]["granted"]["value"] == pytest.approx(expected["serving_hosts_up"])
    assert pieces["training"]["granted"]["value"] == pytest.approx(expected["training_hosts_up"])
    assert service(document, "serving")["served_per_s"]["value"] == pytest.approx(expected["answers_per_s"])
    lost = {one["id"]: one["state"] for one in document["resilience"]["lost"]}
    assert lost["serving"] == lost["training"] == "degraded"
    days = asked["training_days"] * asked["training_hosts"] / pieces["training"]["granted"]["value"]
    assert days == pytest.approx(expected["training_days"], rel=1e-3)


def test_chain_08_goes_on_without_the_orchestrator(drawn):
    expected = CASES["CHAIN-08"]["expected"]
    drawn.node("hosts", "nvidia/dgx-h100", copies=2)
    drawn.node("cluster", "cncf/kubernetes")
    drawn.node("serving", "generic/work", facts={"accelerators_asked": 16, "answers_per_s": 500})
    drawn.link("cluster", "hosts", "runs_on")
    drawn.link("serving", "cluster", "runs_on")
    document = drawn.document(fail=("cluster",))
    assert service(document, "serving")["served_per_s"]["value"] == expected["answers_per_s_at_once"]
    # Nothing but the orchestrator itself.
    assert [(one["id"], one["state"]) for one in document["resilience"]["lost"]] == [("cluster", "lost")]


def test_a_relation_that_is_taken_away_is_felt(drawn):
    drawn.node("hosts", "nvidia/dgx-h100", copies=1)
    drawn.node("serving", "generic/work", facts={"accelerators_asked": 8, "answers_per_s": 100})
    drawn.link("serving", "hosts", "runs_on")
    assert service(drawn.document(), "serving")["served_per_s"]["value"] == 100
    drawn.design = remove(drawn.design, ["serving-hosts"]).applied(drawn.design)
    assert work(drawn.document())["serving"]["granted"]["value"] == 0
