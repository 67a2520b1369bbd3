"""Work over the fabric as drawn: pieces, narrow links, lost rails, NVLink, replicas on hosts, ways to stores."""

import random
from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.chain import fabric as work_fabrics
from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.run import analyze
from designer.analysis.workloads.host_network import network_of, scale_up_of
from designer.analysis.workloads.hosts import machines_under
from designer.analysis.workloads.serving.link import link_of
from designer.analysis.workloads.training.result import training
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_choice
from designer.edit.settings import set_site_choice
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import recompute
from designer.model.network.cable_spread import cable_ends
from designer.model.parts.part import Contained, Part
from designer.review.rules import review
from tests.analysis.chain.given_fabric import fabric_of_work

FACTS = {
    "tensor_parallel": 8.0,
    "pipeline_parallel": 2.0,
    "interleaved_stages": 1.0,
    "context_parallel": 1.0,
    "data_parallel": 4.0,
    "micro_batch": 1.0,
    "global_batch": 64.0,
    "sequence_tokens": 2048.0,
    "training_tokens": 1e10,
}
"""A split for eight hosts of eight: gradients and pipeline stages go over the fabric, tensors stay inside."""
CABLE = 400.0
USE = {"users": 36.0, "requests_per_user_hour": 1.0, "input_tokens": 1000.0, "output_tokens": 1000.0}


def fabric_link(name, a, b, cables, gbps=CABLE, **more):
    return Link(id=name, a=a, b=b, medium=more.pop("medium", "fabric"), cables=cables, capacity_gbps=gbps, **more)


@pytest.fixture
def pod(library):
    """Two leaves with four DGX H100 each, eight cables a host, UPLINKS of a leaf to one spine; a job on all of them."""

    def make(uplinks=32, facts=FACTS, rails=True, copies=(4, 4)):
        job = Node(id="job", part="generic/training-job", kind="training-job", name="job", facts=facts)
        nodes = {"job": job, "spine": Node(id="spine", kind="switch", name="spine")}
        links = {}
        for n, hosts in enumerate(copies):
            host, leaf = f"dgx{n}", f"leaf{n}"
            nodes[host] = Node(id=host, part="nvidia/dgx-h100", kind="server", name=f"DGX {n}", copies=hosts)
            nodes[leaf] = Node(id=leaf, kind="switch", name=leaf)
            if rails:
                links[f"rails{n}"] = fabric_link(f"rails{n}", host, leaf, 8 * hosts)
            links[f"up{n}"] = fabric_link(f"up{n}", leaf, "spine", uplinks)
            links[f"on{n}"] = Link(id=f"on{n}", a="job", b=host, medium="runs_on")
        return with_parts(library, Design(nodes=nodes, links=links))

    return make


def with_parts(library, design):
    """DESIGN with the parts that it uses, and the model and split of its job chosen."""
    waiting, parts = [node.part for node in design.nodes.values() if node.part], {}
    while waiting:
        part = library.part(waiting.pop())
        parts[part.id] = part
        waiting += [inside.part for inside in part.contains]
    design = replace(design, parts=parts)
    if "job" in design.nodes:
        design = set_choice(design, library, "job", "model", "meta/llama-3.1-8b").applied(design)
        design = set_choice(design, library, "job", "split", "set").applied(design)
    return design


def trained(design, fail=()):
    fabrics = WorkFabrics(survey_of(design, fail))
    return training(design, needs_of(design).services, design.nodes["job"], fabrics=fabrics)


def hosts_of(design):
    return [node for node in design.nodes.values() if node.kind in {"server", "instance", "host"}]


def test_hosts_without_cables_can_not_train_and_an_error_names_them(pod):
    whole, bare = pod(), pod(rails=False)
    assert trained(whole).days.value > 0
    found = trained(bare)
    assert (found.fits, found.days.value, found.wall_days.value) == (True, None, None)
    assert found.reason == "The 8 copies of DGX 0 and DGX 1 are in 8 pieces: no fabric joins them."
    assert found.iteration_s["total"].value is None
    results = analyze(bare, only=("workloads",))
    (finding,) = [one for one in review(bare, results, date(2026, 1, 1)) if one.rule == "training-in-pieces"]
    assert finding.severity == "error"
    assert finding.ids == ("job", "dgx0", "dgx1")
    assert "The 8 copies of DGX 0 and DGX 1 are in 8 pieces" in finding.message
    assert "Draw fabric cables" in finding.detail
    healthy = review(whole, analyze(whole, only=("workloads",)), date(2026, 1, 1))
    assert not [one for one in healthy if one.rule == "training-in-pieces"]


def test_two_leaves_without_a_spine_are_two_pieces(pod):
    design = pod(copies=(3, 5))
    apart = replace(design, links={name: link for name, link in design.links.items() if name != "up1"})
    fabric = fabric_of_work(apart, hosts_of(apart))
    assert [piece.copies for piece in fabric.pieces] == [{"dgx1": 5}, {"dgx0": 3}]
    assert (fabric.number, fabric.joined, fabric.largest, fabric.hosts) == (2, False, 5, 8)
    assert fabric.out_gb_per_s.value is None
    reason = trained(apart).reason
    assert "are in 2 pieces, the largest of 5: no fabric joins them." in reason
    assert "It cannot run over all" in reason


def test_narrow_uplinks_slow_what_goes_over_them(pod):
    """Of what a host sends, 4 of 7 parts go to the other leaf: 4 hosts × 400 GB/s × 4/7 = 914 GB/s over the uplinks.

    32 cables of 50 GB/s carry 1,600, a quarter of them 400: a host gets 400 × 400 / 914.3 = 175 GB/s, 7/16 of its line.
    """
    wide, narrow = pod(), pod(uplinks=8)
    full, less = (fabric_of_work(design, hosts_of(design)) for design in (wide, narrow))
    assert full.out_gb_per_s.value == pytest.approx(400)
    assert full.fullest_link == ""
    assert less.injection_gb_per_s.value == pytest.approx(400)
    assert less.out_gb_per_s.value == pytest.approx(400 * 7 / 16)
    assert less.fullest_link == "up0"
    before, after = trained(wide), trained(narrow)
    gradients, stages = (
        after.iteration_s[part].value - before.iteration_s[part].value for part in ("gradients", "stage sends")
    )
    # A job sends as rings, in random order (METHOD_TRAINING.md 1.3): so many of the four hosts of a leaf send to the
    # other one, 400 GB/s each over its eight cables of 50; a mean over eight orders.
    crossing = []
    for seed in range(8):
        leaf = np.random.default_rng(seed).permutation(8) // 4
        crossing.append(int(((leaf == 0) & (np.roll(leaf, -1) == 1)).sum()))
    part = np.mean([1 / crossed for crossed in crossing])
    # Hash collisions leave 0.85 of both, for the leaves choose among several cables.
    times = (1 / part - 1) / 0.85
    # What is not hidden of gradients and weights waits for the fabric alone; the ramp grows less than in proportion.
    assert gradients == pytest.approx(times * wire_s(layers=16, ends=1), rel=0.08)
    # 64 sequences over four copies are 16 micro-batches of 2,048 tokens, in and out, there and back; 0.22 of it shows.
    sent = 4 * 2048 * 4096 * 2 / 8 / (50e9 * 0.93)
    assert stages == pytest.approx(16 * 0.2237 * sent * times)
    slower = after.iteration_s["total"].value - before.iteration_s["total"].value
    assert slower == pytest.approx(gradients + stages, rel=0.2)
    assert any("leaf0 to spine is full" in note for note in after.notes)


def test_a_job_reads_the_cards_of_its_accelerators_and_the_order_of_its_hosts(pod):
    narrow = pod(uplinks=8)

    def rate(design):
        job = trained(design)
        return job.fabric_gbps.value * job.iteration_s["total"].value, job.iteration_s["total"].value

    sent, step = rate(narrow)
    known = set_site_choice(narrow, "host_order", "leaves").applied(narrow)
    assert rate(known)[0] == pytest.approx(sent)
    assert rate(known)[1] < step
    adaptive = set_site_choice(known, "routing", "adaptive").applied(known)
    assert rate(adaptive)[1] < rate(known)[1]
    served = {
        name: replace(node, choices={**node.choices, "gpu_cards": "1-8:1"}) for name, node in narrow.nodes.items()
    }
    one_card = replace(narrow, nodes={**narrow.nodes, "dgx0": served["dgx0"], "dgx1": served["dgx1"]})
    # All eight send by the first card of their host alone.
    machines = machines_under(one_card, ["dgx0", "dgx1"])
    found = network_of(one_card, machines, WorkFabrics(survey_of(one_card)), inside=False)
    assert found.line.value == pytest.approx(50 / 8)
    assert rate(one_card)[1] > step


def wire_s(layers=32, ends=2):
    """Seconds on the wire of 2 B of gradients and 2 B of weights of Llama 3.1 8B, eight ways, over four copies."""
    layer = 2 * 4096**2 + 2 * 4096 * 1024 + 3 * 4096 * 14336
    params = (layers * layer + ends * 128256 * 4096) / 8
    return 4 * params * 3 / 4 / (50e9 * 0.9796)


@pytest.fixture
def railed(library):
    """Four hosts with one cable to each of eight leaves, and a spine above."""

    def make(hosts=4):
        nodes = {
            "job": Node(id="job", part="generic/training-job", kind="training-job", name="job", facts=FACTS),
            "dgx": Node(id="dgx", part="nvidia/dgx-h100", kind="server", name="DGX H100", copies=hosts),
            "leaf": Node(id="leaf", kind="switch", copies=8),
            "spine": Node(id="spine", kind="switch", copies=2),
        }
        links = {
            "rails": fabric_link("rails", "dgx", "leaf", 8 * hosts),
            "up": fabric_link("up", "leaf", "spine", 8 * hosts),
            "on": Link(id="on", a="job", b="dgx", medium="runs_on"),
        }
        facts = {**FACTS, "pipeline_parallel": 1.0, "data_parallel": float(hosts)}
        nodes["job"] = replace(nodes["job"], facts=facts)
        return with_parts(library, Design(nodes=nodes, links=links))

    return make


def test_a_lost_leaf_of_eight_makes_the_fabric_term_eight_sevenths(railed):
    """CHAIN-06: 350 of 400 GB/s are left, what is on the wire takes 8/7, the rest stays."""
    design = railed()
    before, after = trained(design), trained(design, ("leaf[0]",))
    assert fabric_of_work(design, hosts_of(design), ("leaf[0]",)).out_gb_per_s.value == pytest.approx(350)
    gradients = before.iteration_s["gradients"].value
    assert gradients > 0
    assert after.iteration_s["gradients"].value - gradients == pytest.approx(wire_s() / 7, rel=0.08)
    for part in ("arithmetic", "overhead", "tensor parallel", "bubble"):
        assert after.iteration_s[part].value == pytest.approx(before.iteration_s[part].value)
    assert after.days.value > before.days.value


def test_rails_removed_one_by_one_slow_and_the_last_stops(railed):
    design, times = railed(), []
    for lost in range(8):
        times.append(trained(design, [f"leaf[{n}]" for n in range(lost)]).iteration_s["gradients"].value)
    more = [time - times[0] for time in times[1:]]
    assert more == pytest.approx([wire_s() * (8 / (8 - lost) - 1) for lost in range(1, 8)], rel=0.08)
    gone = trained(design, ("leaf",))
    assert gone.days.value is None
    assert "are in 4 pieces" in gone.reason


def test_a_rail_lost_above_three_tiers_costs_one_rail(library):
    """Hashing over what is left would crowd the neighbours of the lost leaf; rails are as full as before."""
    design = build_template("dgx-superpod-h100", library, {"scale_units": "16"})
    hosts = [node for node in design.nodes.values() if node.part == "nvidia/dgx-h100"]
    assert fabric_of_work(design, hosts).out_gb_per_s.value == pytest.approx(400)
    assert fabric_of_work(design, hosts, ("leaf[0]",)).out_gb_per_s.value == pytest.approx(350)


def test_a_failed_host_leaves_the_others_at_work(railed):
    found = trained(railed(), ("dgx[0]",))
    # 24 accelerators are left: three copies of the model, of which two idle in the last of 22 rounds of 64 sequences.
    assert found.split == "TP 8 · PP 1 · DP 3"
    assert any("24 of the 32 accelerators" in note for note in found.notes)
    assert found.days.value > trained(railed()).days.value


def test_hosts_that_a_failure_cuts_off_leave_the_job(pod):
    design = pod(copies=(4, 2), facts={**FACTS, "pipeline_parallel": 1.0, "data_parallel": 4.0})
    found = trained(design, ("leaf1",))
    assert found.days.value is not None
    assert found.fabric.hosts == 4
    assert any("32 of the 48 accelerators" in note for note in found.notes)


def test_what_is_granted_is_what_trains(railed):
    design = railed()
    fabrics, graph = WorkFabrics(survey_of(design)), needs_of(design).services
    half = training(design, graph, design.nodes["job"], fabrics=fabrics, granted=16.9)
    assert half.split == "TP 8 · PP 1 · DP 2"
    inside = training(design, graph, design.nodes["job"], fabrics=fabrics, granted=8)
    assert inside.split == "TP 8 · PP 1 · DP 1"
    assert inside.iteration_s["gradients"].value == 0


def test_rented_instances_keep_the_network_of_their_provider(stack):
    design = stack(
        "job: generic/training-job",
        "box: aws/p5.48xlarge x4",
        "job @ box",
        choices={"job": {"model": "meta/llama-3.1-8b"}},
    )
    design = replace(design, nodes={**design.nodes, "job": replace(design.nodes["job"], facts=FACTS)})
    found = trained(design)
    assert found.days.value > 0
    assert found.fabric is None
    results = analyze(design, only=("workloads",))
    assert not [one for one in review(design, results, date(2026, 1, 1)) if one.rule == "training-in-pieces"]


def test_one_host_needs_no_fabric(stack):
    design = stack(
        "job: generic/training-job",
        "box: nvidia/dgx-h100",
        "job @ box",
        choices={"job": {"model": "meta/llama-3.1-8b"}},
    )
    design = replace(
        design, nodes={**design.nodes, "job": replace(design.nodes["job"], facts={"training_tokens": 1e9})}
    )
    assert trained(design).days.value > 0


def test_drawn_nvlink_takes_hosts_into_one_domain(pod):
    """Four hosts on one NVLink switch each side: tensor parallelism of 16 stays inside, and does not without."""
    facts = {**FACTS, "tensor_parallel": 16.0, "pipeline_parallel": 1.0}
    design = pod(facts=facts)
    links = {f"nv{n}": fabric_link(f"nv{n}", f"dgx{n}", f"nvs{n}", 4 * 72, medium="nvlink") for n in range(2)}
    switches = {f"nvs{n}": Node(id=f"nvs{n}", kind="switch") for n in range(2)}
    linked = replace(design, nodes={**design.nodes, **switches}, links={**design.links, **links})
    plain, joined = trained(design), trained(linked)
    assert any("reaches beyond the 8" in note for note in plain.notes)
    assert not any("reaches beyond" in note for note in joined.notes)
    assert joined.iteration_s["tensor parallel"].value < plain.iteration_s["tensor parallel"].value
    thin = {name: replace(link, cables=4) for name, link in links.items()}
    narrow = trained(replace(linked, links={**linked.links, **thin}))
    # One cable of 400 Gb/s for eight accelerators: 6.25 GB/s each in place of 450; latency stays.
    share = narrow.iteration_s["tensor parallel"].value / joined.iteration_s["tensor parallel"].value
    assert 0.5 * 450 / 6.25 < share < 450 / 6.25


def served(design, fail=()):
    (engine,) = analyze(design, only=("workloads",), fail=fail).workloads.serving
    return engine


@pytest.fixture
def spanning(stack):
    """Llama 3.1 405B in BF16 on two DGX H100: a replica of sixteen."""

    def make(cables=16, part="nvidia/dgx-h100", model="meta/llama-3.1-405b", copies=2, facts=None):
        design = stack(
            "app: langchain/langchain",
            "engine: vllm/vllm",
            f"box: {part} x{copies}",
            "app > engine",
            "engine @ box",
            facts={"app": USE, "engine": facts or {}},
            choices={"engine": {"model": model}},
        )
        if not cables:
            return design
        leaf = Node(id="leaf", kind="switch")
        rails = fabric_link("rails", "box", "leaf", cables)
        return replace(design, nodes={**design.nodes, "leaf": leaf}, links={**design.links, "rails": rails})

    return make


def test_a_replica_on_two_hosts_waits_for_the_network_between_them(spanning):
    """126 layers of width 16,384: two all-reduces each, 2 × 15/16 of two bytes a value."""
    wide, narrow, none = spanning(), spanning(cables=2), spanning(cables=0)
    fast, slow, apart = served(wide), served(narrow), served(none)
    assert fast.tensor_parallel.value == slow.tensor_parallel.value == 16
    assert slow.token_s.value > fast.token_s.value
    assert slow.requests_per_s.value < fast.requests_per_s.value
    starts = 2 * 126 * 8 * 7.27e-6
    token = 2.47 * 2 * 126 * 16_384 * 2 * (2 * 15 / 16) / 1e9
    for found, rate in ((fast, 50), (slow, 6.25)):
        exchange = next(figure for figure in found.token_s.walk() if figure.label == "all-reduce")
        batch = found.at_once.value
        assert batch >= 1
        assert exchange.value == pytest.approx(starts + batch * token / rate)
        # It was read off a few rows alone, so each end of the range is 1.4 times wider, and it is said why.
        assert found.how_sure["token_s"].widened == 1.4
        assert "across scale-up domains" in found.how_sure["token_s"].outside
    assert apart.requests_per_s.value is None
    found = review(none, analyze(none, only=("workloads",)), date(2026, 1, 1))
    (finding,) = [one for one in found if one.rule == "replica-in-pieces"]
    assert finding.severity == "error"
    assert finding.ids == ("engine", "box")


def test_a_replica_inside_one_host_is_as_it_was(spanning):
    small = {"model": "meta/llama-3.1-8b", "copies": 1}
    assert served(spanning(cables=0, **small)).token_s.value == served(spanning(cables=1, **small)).token_s.value


def test_cards_without_nvlink_exchange_over_pcie(library):
    """An L40S has PCIe Gen4 x16, 64 GB/s both ways: 32 GB/s one way; with NVLink nothing is added."""
    box = Part(
        id="own/box",
        kind="server",
        layer="servers_fabric",
        vendor="own",
        name="Eight cards",
        contains=(Contained(part="nvidia/l40s-48gb", count=8),),
    )
    parts = {one.id: one for one in (box, *(library.part(i) for i in ("nvidia/l40s-48gb", "meta/llama-3.1-70b")))}
    card = Node(id="card", part=box.id, kind="server")
    design = Design(nodes={"card": card}, parts=parts)
    fabrics = WorkFabrics(survey_of(design))

    def joined(design, ways, fabrics):
        machines = machines_under(design, list(design.nodes))
        return link_of(design, machines, ways, scale_up_of(machines, 8, fabrics), fabrics)

    found = joined(design, 8, fabrics)
    assert (found.domain, found.inside.value, found.outside) == (8, 32.0, None)
    assert not found.problem
    assert joined(design, 1, fabrics).inside.value is None
    dgx = with_parts(library, Design(nodes={"dgx": Node(id="dgx", part="nvidia/dgx-h100", kind="server")}))
    # NVLink of an H100: 900 GB/s both ways.
    linked = joined(dgx, 8, WorkFabrics(survey_of(dgx)))
    assert (linked.domain, linked.inside.value) == (8, 450.0)


@pytest.fixture
def stored(library):
    """Two hosts with a cable each to a storage leaf, and a store on that leaf by CABLES of 400 Gb/s."""

    def make(cables=4, network=True, read_bytes=1e8):
        facts = {**FACTS, "pipeline_parallel": 1.0, "data_parallel": 2.0, "bytes_per_token": read_bytes}
        nodes = {
            "job": Node(id="job", part="generic/training-job", kind="training-job", name="job", facts=facts),
            "dgx": Node(id="dgx", part="nvidia/dgx-h100", kind="server", name="DGX H100", copies=2),
            "leaf": Node(id="leaf", kind="switch"),
            "tor": Node(id="tor", kind="switch", copies=2),
            "store": Node(id="store", part="ddn/ai400x2", kind="storage", name="Store"),
        }
        links = {
            "rails": fabric_link("rails", "dgx", "leaf", 16),
            "on": Link(id="on", a="job", b="dgx", medium="runs_on"),
            "reads": Link(id="reads", a="job", b="store", medium="reads"),
            "writes": Link(id="writes", a="job", b="store", medium="writes"),
        }
        if network:
            links["near"] = fabric_link("near", "dgx", "tor", 4, medium="storage")
            links["far"] = fabric_link("far", "store", "tor", cables, 100.0, medium="storage")
        return with_parts(library, Design(nodes=nodes, links=links))

    return make


def test_reads_and_writes_go_over_the_network_to_the_store(stored):
    """The store reads 90 GB/s and writes 65; four cables of 100 Gb/s carry 50, and 25 when a switch has failed."""
    found = trained(stored())
    assert found.storage_read_gb_per_s.value == pytest.approx(50)
    assert found.checkpoint_write_s.value == pytest.approx(found.checkpoint_gb.value / 50)
    assert "the network to its storage carries 50" in found.reason
    lost = trained(stored(), ("tor[0]",))
    assert lost.storage_read_gb_per_s.value == pytest.approx(25)
    assert lost.wall_days.value > found.wall_days.value
    wide = trained(stored(cables=16))
    assert wide.storage_read_gb_per_s.value == 90
    assert trained(stored(), ("tor",)).storage_read_gb_per_s.value == 0


def test_reads_and_writes_take_their_own_direction(stored):
    """Out of the store 4 × 100 Gb/s, 50 GB/s; into it 4 × 20, 10 GB/s. Turned round it is 10 to read, 50 to write."""
    design = stored()
    for there, back, read, write in ((100.0, 20.0, 50, 10), (20.0, 100.0, 10, 50)):
        found = trained(set_link(design, "far", capacity_gbps=there, capacity_back_gbps=back).applied(design))
        assert found.storage_read_gb_per_s.value == pytest.approx(read)
        assert found.checkpoint_write_s.value == pytest.approx(found.checkpoint_gb.value / write)
        assert recompute(found.storage_read_gb_per_s) == pytest.approx(read)


def test_a_store_that_nothing_joins_is_a_warning(stored):
    design = stored(network=False)
    found = review(design, analyze(design, only=("workloads",)), date(2026, 1, 1))
    (finding,) = [one for one in found if one.rule == "store-out-of-reach"]
    assert (finding.severity, finding.ids) == ("warning", ("job", "store"))
    assert finding.message == "No network joins Store and the machines of job."
    joined = stored()
    found = review(joined, analyze(joined, only=("workloads",)), date(2026, 1, 1))
    assert not [one for one in found if one.rule == "store-out-of-reach"]


def random_design(rng, library):
    """Hosts of one or two kinds under leaves and spines, with few or many cables."""
    nodes, links = {}, {}
    leaves, spines = rng.choice([1, 2, 4]), rng.choice([1, 2])
    nodes["leaf"] = Node(id="leaf", kind="switch", copies=leaves)
    nodes["spine"] = Node(id="spine", kind="switch", copies=spines)
    for n in range(rng.choice([1, 2])):
        copies = rng.choice([2, 3, 4, 8])
        nodes[f"dgx{n}"] = Node(id=f"dgx{n}", part="nvidia/dgx-h100", kind="server", copies=copies)
        links[f"rails{n}"] = fabric_link(f"rails{n}", f"dgx{n}", "leaf", copies * rng.choice([1, 2, leaves]))
    if rng.random() < 0.8:
        links["up"] = fabric_link(
            "up", "leaf", "spine", leaves * spines * rng.choice([1, 2]), rng.choice([100.0, 400.0])
        )
    return with_parts(library, Design(nodes=nodes, links=links))


def spread_out(design):
    """DESIGN with every copy as a node of its own, cabled as the copies are."""
    nodes, links = {}, {}
    for node in design.nodes.values():
        for copy in range(node.copies):
            nodes[f"{node.id}-{copy}"] = replace(node, id=f"{node.id}-{copy}", copies=1)
    for link in design.links.values():
        counts = {}
        for end_a, end_b in cable_ends(design, link):
            counts[end_a, end_b] = counts.get((end_a, end_b), 0) + 1
        for (end_a, end_b), cables in counts.items():
            name = f"{link.id}-{end_a}-{end_b}"
            links[name] = replace(link, id=name, a=f"{link.a}-{end_a}", b=f"{link.b}-{end_b}", cables=cables)
    return replace(design, nodes=nodes, links=links)


@pytest.mark.parametrize("seed", range(20))
def test_folded_equals_expanded_and_the_order_of_drawing_tells_nothing(seed, library):
    rng = random.Random(seed)
    design = random_design(rng, library)
    expanded = spread_out(design)
    names, wires = list(design.nodes), list(design.links)
    rng.shuffle(names)
    rng.shuffle(wires)
    shuffled = replace(
        design,
        nodes={name: design.nodes[name] for name in names},
        links={name: design.links[name] for name in wires},
    )
    folded = fabric_of_work(design, hosts_of(design))
    for other in (expanded, shuffled):
        found = fabric_of_work(other, hosts_of(other))
        assert (found.hosts, found.number, found.largest) == (folded.hosts, folded.number, folded.largest)
        assert sorted(piece.size for piece in found.pieces) == sorted(piece.size for piece in folded.pieces)
        assert found.injection_gb_per_s.value == pytest.approx(folded.injection_gb_per_s.value)
        assert found.out_gb_per_s.value == pytest.approx(folded.out_gb_per_s.value)


def test_verified_shifts_find_what_all_destinations_find(library, monkeypatch):
    """Sixteen scalable units whose uplinks are halved, by symmetry and destination by destination."""
    design = build_template("dgx-superpod-h100", library, {"scale_units": "16"})
    half = replace(design.links["uplinks"], cables=design.links["uplinks"].cables // 2)
    narrow = replace(design, links={**design.links, "uplinks": half})
    hosts = [node for node in design.nodes.values() if node.part == "nvidia/dgx-h100"]
    monkeypatch.setattr(work_fabrics, "_PLAIN_WORK", 10**12)
    plain = fabric_of_work(narrow, hosts)
    monkeypatch.setattr(work_fabrics, "_PLAIN_WORK", 0)
    shifted = fabric_of_work(narrow, hosts)
    assert plain.out_gb_per_s.value < plain.injection_gb_per_s.value
    assert shifted.out_gb_per_s.value == pytest.approx(plain.out_gb_per_s.value)
    assert shifted.fullest_link == plain.fullest_link
