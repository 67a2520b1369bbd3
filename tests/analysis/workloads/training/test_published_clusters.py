"""Whole published clusters typed from their papers, none of them fitted to: days, MW and utilisation in the range.

- Llama 3.1 405B: "The Llama 3 Herd of Models" (arXiv 2407.21783), sections 3.3 and 3.4: 16,384 H100 of 700 W in hosts
  of eight, 400 Gb/s each, FSDP with TP 8, PP 16, DP 128, 2,048 sequences of 8,192 tokens, 400 TFLOP/s (41%); 15.6 T
  tokens; model card: 30.84 M GPU-hours.
- DeepSeek-V3: technical report (arXiv 2412.19437), sections 3.1, 4.2 and table 1: 2,048 H800 in hosts of eight, NVLink
  of 400 GB/s both ways (from memory), InfiniBand of 400 Gb/s each, PP 16, EP 64, ZeRO-1, FP8, 15,360 sequences of 4,096
  tokens, 14.8 T tokens: 2.664 M GPU-hours.
- BLOOM 176B: Le Scao et al. (arXiv 2211.05100), sections 3.2 and 3.4, from memory: 384 A100 of 80 GB in hosts of eight,
  four links of 100 Gb/s a host, TP 4, PP 12, DP 8, micro-batch 2, 2,048 sequences of 2,048 tokens, 366 B tokens, about
  150 TFLOP/s. Luccioni et al. (arXiv 2211.02001), table 1 and section 4.2: 1,082,990 GPU-hours, 433,196 kWh of the GPUs
  and 256,646 kWh of the idle cluster beside them.
"""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.power.draw import power
from designer.analysis.workloads.training.result import training
from designer.catalog.library import Library
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Contained, Part, Quantity

BLOOM = {"params": 176.25e9, "layers": 70, "hidden": 14336, "attention_heads": 112, "vocabulary": 250_880}


@pytest.fixture
def cluster(library):
    """A job on HOSTS of PART, each with so many cables of GBPS to one switch that carries them all."""

    def make(hosts, part, cables, gbps, facts, *, shape=None, parts=(), **choices):
        more = {one.id: one for one in parts}
        if shape is not None:
            sizes = {name: Quantity(value=float(value)) for name, value in shape.items()}
            more["own/model"] = Part(
                id="own/model", kind="model", layer="serving_apps", vendor="own", name="Own", facts=sizes
            )
            choices["model"] = "own/model"
        job = Node(
            id="job",
            part="generic/training-job",
            kind="training-job",
            facts=facts,
            choices={"split": "set", "zero_stage": "1", "recompute": "none", **choices},
        )
        box = Node(id="box", part=part, kind="server", copies=hosts)
        store = Node(id="store", part="ddn/ai400x2", kind="storage", copies=50)
        links = (
            Link(id="rails", a="box", b="leaf", medium="fabric", cables=cables * hosts, capacity_gbps=gbps),
            Link(id="on", a="job", b="box", medium="runs_on"),
            Link(id="saves", a="job", b="store", medium="writes"),
            Link(id="reads", a="job", b="store", medium="reads"),
            Link(id="stored", a="box", b="leaf", medium="storage", cables=hosts, capacity_gbps=200.0),
            Link(id="store-cables", a="store", b="leaf", medium="storage", cables=200, capacity_gbps=400.0),
        )
        nodes = {node.id: node for node in (job, box, store, Node(id="leaf", kind="switch"))}
        own = Library(parts={**library.parts, **more}, sources=library.sources)
        return own.embedded(Design(nodes=nodes, links={link.id: link for link in links}))

    return make


def trained(design):
    found = training(design, needs_of(design).services, design.nodes["job"])
    assert found.fits, found.reason
    return found


def split_of(tensor, pipeline, turns, data, micro, batch, tokens, trained_on):
    return {
        "tensor_parallel": tensor,
        "pipeline_parallel": pipeline,
        "interleaved_stages": turns,
        "context_parallel": 1,
        "data_parallel": data,
        "micro_batch": micro,
        "global_batch": batch,
        "sequence_tokens": tokens,
        "training_tokens": trained_on,
    }


def holds(figure, value):
    return figure.low <= value <= figure.high


def test_llama_3_405b_on_16384_h100(cluster):
    facts = split_of(8, 16, 8, 128, 1, 2048, 8192, 15.6e12)
    facts |= {"failures_per_1000_node_days": 419 / 54 / 2048 * 1000, "restart_min": 4, "checkpoint_stall_s": 10}
    design = cluster(
        2048, "nvidia/dgx-h100", 8, 400.0, {**facts, "spare_hosts": 200}, model="meta/llama-3.1-405b", zero_stage="3"
    )
    found = trained(design)
    # 30.84 M GPU-hours are 78.4 days of 16,384; the run itself is within 12% of that.
    published = 30.84e6 / 16384 / 24
    assert holds(found.days, published)
    assert found.days.value == pytest.approx(published, rel=0.15)
    assert holds(found.mfu, 400 / 989.5)
    assert found.mfu.value == pytest.approx(400 / 989.5, rel=0.05)
    assert found.goodput.value > 0.9
    # 16,384 × 700 W of GPUs are 11.5 MW, of what the whole design draws.
    drawn = power(design)
    assert 11.5e6 < drawn.it_typical_w.value < 2 * 11.5e6


def test_deepseek_v3_on_2048_h800(cluster, library):
    chip = library.parts["nvidia/h100-sxm5-80gb"]
    h800 = replace(chip, id="own/h800", name="H800", facts={**chip.facts, "scale_up_gb_per_s": Quantity(value=400.0)})
    host = library.parts["nvidia/dgx-h100"]
    box = replace(host, id="own/box", name="H800 host", contains=(Contained(part="own/h800", count=8),))
    facts = split_of(1, 16, 1, 128, 1, 15360, 4096, 14.8e12) | {"expert_parallel": 64}
    design = cluster(
        256, "own/box", 8, 400.0, facts, parts=(h800, box), model="deepseek/deepseek-v3", precision="fp8", recompute=""
    )
    found = trained(design)
    published = 2.664e6 / 2048 / 24
    assert holds(found.days, published)
    assert holds(found.wall_days, published)
    # 37 billion parameters a token for 54.2 days: 17% of the FP8 peak, attention apart.
    assert holds(found.mfu, 6 * 37e9 * 14.8e12 / (2048 * 1979e12 * published * 86_400))
    assert any("H800" in words for words in found.how_sure["days"].outside)


def test_bloom_on_384_a100(cluster):
    facts = split_of(4, 12, 1, 8, 2, 2048, 2048, 366e9)
    design = cluster(48, "nvidia/dgx-a100", 4, 100.0, facts, shape=BLOOM, recompute="full")
    found = trained(design)
    published = 1_082_990 / 384 / 24
    assert holds(found.days, published)
    assert found.days.value == pytest.approx(published, rel=0.25)
    assert holds(found.mfu, 150 / 312)
    # All hosts drew 433 MWh of GPUs and 257 MWh beside them in that time: 0.24 MW.
    megawatt = (433_196 + 256_646) / (published * 24) / 1e3
    drawn = power(design)
    hosts = drawn.by_node["box"]
    assert hosts.typical_w.low <= megawatt * 1e6 <= hosts.max_w.high
    assert hosts.typical_w.value == pytest.approx(megawatt * 1e6, rel=0.15)


@pytest.mark.parametrize(
    ("model", "accelerators", "batch", "hours"),
    # Llama 3.1 model card: GPU-hours on H100, 15 T tokens; how many ran at a time is not published.
    [("meta/llama-3.1-8b", 1024, 1024, 1.46e6), ("meta/llama-3.1-70b", 4096, 2048, 7.0e6)],
)
def test_hours_of_the_smaller_models_of_llama_3(cluster, model, accelerators, batch, hours):
    """Those of 70B are 1.4 times ours; those of 8B, at 15% of the peak, only the end of the project factor reaches."""
    facts = {"global_batch": batch, "sequence_tokens": 8192, "training_tokens": 15e12}
    open_choices = {"split": "auto", "zero_stage": "", "recompute": ""}
    design = cluster(accelerators // 8, "nvidia/dgx-h100", 8, 400.0, facts, model=model, **open_choices)
    found = trained(design)
    to_hours = 24 * accelerators
    assert holds(found.days, hours / to_hours)
    if "70b" in model:
        assert 0.65 * hours < found.days.value * to_hours < hours
    else:
        assert found.days.value * to_hours < 0.7 * hours
        assert found.wall_days.high * to_hours < hours


def test_a_sequence_of_131072_tokens_on_16384_h100(cluster):
    """Llama 3 paper, table 4: 380 TFLOP/s an accelerator with context parallelism of 16 and 16 M tokens a step."""
    facts = split_of(8, 16, 8, 8, 1, 128, 131072, 1e12) | {"context_parallel": 16}
    design = cluster(2048, "nvidia/dgx-h100", 8, 400.0, facts, model="meta/llama-3.1-405b", zero_stage="3")
    found = trained(design)
    assert holds(found.mfu, 380 / 989.5)
    assert any("131,072 tokens" in words for words in found.how_sure["mfu"].outside)
