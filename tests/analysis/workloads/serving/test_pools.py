"""Prefill and decode apart: first token from one pool and its cache over the drawn network, tokens from the other."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.run import analyze
from designer.cli.text.workload_summary import workload_rows
from designer.formulas.workloads.serving_step.handed_on import handed_on_bytes
from designer.formulas.workloads.serving_step.model_shape import ModelShape
from designer.formulas.workloads.serving_step.question import Chip, Question
from designer.model.figures.figure import recompute
from designer.model.money.pricing import PriceBook
from designer.review.documents.results_document import results_document
from designer.review.headline_figures import headline_value
from designer.review.workloads.pool_rules import pool_is_the_limit, pools_joined
from designer.ui.inspector.panes.workload_rows import told_of
from tests.analysis.workloads.serving.oracle import FRONT, Oracle

TODAY = date(2026, 11, 28)
LLAMA = "meta/llama-3.1-70b"
USE = {"users": 900, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 200}


@pytest.fixture
def pools(stack, joined):
    """Results of a decode pool that depends on a prefill pool, both of Llama 3.1 70B in FP8 on DGX H100."""

    def find(use=None, *, cabled=True, wired=True, prefill=1, decode=1, facts=None, reads=None, **other):
        lines = ["app: langchain/langchain", "decode: vllm/vllm", "prefill: vllm/vllm"]
        lines += [f"pb: nvidia/dgx-h100 x{prefill}", f"db: nvidia/dgx-h100 x{decode}", "app > decode"]
        lines += ["decode @ db", "prefill @ pb", *(["decode > prefill"] if wired else [])]
        model = {"model": LLAMA, "precision": "fp8", **other}
        wide = {"tensor_parallel": 8}
        design = stack(
            *lines,
            facts={"app": {**USE, **(use or {})}, "decode": {**wide, **(facts or {})}, "prefill": wide},
            choices={
                "decode": {**model, "prompts": "elsewhere"},
                "prefill": {**model, "prompts": "only", **(reads or {})},
            },
        )
        design = joined(design) if cabled else design
        results = analyze(design, only=("workloads",))
        return design, results, {engine.id: engine for engine in results.workloads.serving}

    return find


def test_the_cache_of_a_published_model():
    """DistServe, section 3.3: 512 tokens of OPT-66B are about 1.13 GB, and ten of them a second take 90 Gb/s."""
    opt = ModelShape(layers=64, hidden=9216, heads=72, kv_heads=72, head_dim=128, vocabulary=50272, ffn=36864)
    chip = Chip(
        memory_bytes=80e9,
        bytes_per_s=2e12,
        bf16_per_s=3e14,
        fp8_per_s=3e14,
        fp4_per_s=3e14,
        has_fp4=False,
        scale_up_bytes_per_s=3e11,
        domain=8,
        measured=False,
    )
    asked = Question(shape=opt, chip=chip, input_tokens=512.0, output_tokens=64.0, concurrency=1.0)
    assert handed_on_bytes(asked) / 2**30 == pytest.approx(1.13, abs=0.01)
    assert handed_on_bytes(asked) * 10 * 8 / 2**30 == pytest.approx(90, abs=0.5)
    # KVDirect, page 4: a 70B model, 16K tokens, one of eight accelerators: 640 MB (MiB).
    llama = ModelShape(layers=80, hidden=8192, heads=64, kv_heads=8, head_dim=128, vocabulary=128256, ffn=28672)
    asked = Question(shape=llama, chip=chip, input_tokens=16384.0, output_tokens=64.0, concurrency=1.0, tensor=8)
    assert handed_on_bytes(asked) / 8 / 2**20 == pytest.approx(640)


def test_the_worked_example(pools, library):
    """Five requests a second, one replica of eight H100 in each pool, 50 GB/s of network for each accelerator.

    The cache is 2 · 80 layers · 8 heads · 128 · 1000 tokens of one byte, 0.16384 GB; eight accelerators hand it on at
    400 GB/s, in 0.41 ms, while 5 × 0.16384 of the 400 GB/s are taken. A prompt holds its replica for g + L·u + z·W/M +
    T₁; five a second wait for one server as ρ / (μ − λ).
    """
    design, _, found = pools()
    one = Oracle(library.part(LLAMA), library.part("nvidia/h100-sxm5-80gb"), "fp8", (1000, 200), t=8)
    front, admission, _ = FRONT["vllm"]
    busy = admission + 80 * 0.121e-3 + 1.58 * one.all / one.rate + one.prompt()
    used = 5 * busy
    waited = used / (1 / busy - 5)
    prefill, decode = found["prefill"], found["decode"]
    assert prefill.requests_per_s.value == pytest.approx(1 / busy, rel=2e-3)
    assert prefill.first_token_s.value == pytest.approx(waited + front + busy, rel=2e-3)
    alone = 0.16384 / 400
    handed = alone / (1 - 5 * 0.16384 / 400)
    assert decode.pair.cache_gb.value == pytest.approx(0.16384)
    assert decode.pair.network_gb_per_s.value == pytest.approx(400)
    assert decode.pair.handed_on_s.value == pytest.approx(handed, rel=1e-6)
    assert decode.first_token_s.value == pytest.approx(prefill.first_token_s.value + handed, rel=1e-6)
    # A token waits for no prompts of others, and the answer is both pools one after the other.
    batch = decode.at_once.value
    assert decode.token_s.value == pytest.approx(one.token(batch) - one.terms(batch)["prefill"], rel=2e-3)
    rest = decode.first_token_s.value + 200 * decode.token_s.value
    assert decode.answer_s.value == pytest.approx(rest, rel=1e-3)
    assert (decode.role, prefill.role) == ("decode", "prefill")
    for figure in (decode.first_token_s, decode.answer_s, prefill.requests_per_s, decode.pair.handed_on_s):
        assert recompute(figure) == pytest.approx(figure.value)
    assert design.nodes["prefill"].choices["prompts"] == "only"


def test_no_measured_row_tells_of_a_pool_that_reads_so_the_range_is_wider(pools):
    _, _, found = pools()
    sure = found["decode"].how_sure["first_token_s"]
    assert sure.outside == ("prompts that are read in a pool of their own",)
    assert sure.widened > 1
    assert "first_token_s" not in pools(wired=False)[2]["decode"].how_sure


def test_each_pool_is_sized_by_the_demand(pools):
    _, _, found = pools({"users": 9000})
    busy = 1 / found["prefill"].requests_per_s.value
    assert found["prefill"].replicas_needed.value == -(-50 * busy // 1)
    assert found["prefill"].replicas_needed.value > found["decode"].replicas_needed.value
    # A promised first token takes more replicas than the prompts alone fill, so that none waits for long.
    promised = pools({"users": 9000}, facts={"first_token_within_s": 0.1})[2]
    assert promised["prefill"].replicas_needed.value > found["prefill"].replicas_needed.value
    assert promised["decode"].replicas_needed.value == found["decode"].replicas_needed.value
    enough = int(promised["prefill"].replicas_needed.value)
    kept = pools({"users": 9000}, facts={"first_token_within_s": 0.1}, prefill=enough)[2]["decode"]
    few = pools({"users": 9000}, facts={"first_token_within_s": 0.1}, prefill=enough - 1)[2]["decode"]
    assert kept.first_token_s.value < 0.1
    assert few.first_token_s.value is None or few.first_token_s.value > 0.1


def test_the_pool_that_is_the_limit_is_told(pools):
    design, results, found = pools({"users": 4200}, decode=2)
    assert found["decode"].pair.limit == "prefill"
    (finding,) = list(pool_is_the_limit(design, results, TODAY))
    assert "the pool that reads prompts is the limit" in finding.message
    assert finding.ids == ("decode", "prefill")
    assert list(pool_is_the_limit(*pools()[:2], TODAY)) == []
    # What the pool cannot read is turned away from top to bottom.
    design, results, found = pools({"users": 9000})
    loads = {load.id: load for load in results.workloads.services}
    assert loads["app"].turned_away.value == pytest.approx(1 - found["prefill"].requests_per_s.value / 50)
    (finding,) = list(pool_is_the_limit(design, results, TODAY))
    assert finding.fix is not None


def test_a_narrow_network_is_the_limit(pools):
    design, _, _ = pools({"input_tokens": 100000, "output_tokens": 100}, prefill=32)
    narrow = dict(design.links)
    for name, link in design.links.items():
        if link.medium == "fabric" and "db" in (link.a, link.b):
            # One cable of 8 Gb/s is left to the decode pool.
            narrow[name] = replace(link, cables=1, capacity_gbps=8.0)
    slow = replace(design, links=narrow)
    results = analyze(slow, only=("workloads",))
    decode = next(engine for engine in results.workloads.serving if engine.id == "decode")
    # 16.4 GB a prompt over 1 GB/s: one in 16 seconds, where five a second are asked.
    assert decode.pair.network_per_s.value == pytest.approx(1 / 16.384)
    assert decode.pair.limit == "network"
    assert decode.first_token_s.value is None
    assert "carries less than the caches" in decode.reason
    (finding,) = list(pool_is_the_limit(slow, results, TODAY))
    assert "the network between the pools is the limit" in finding.message
    loads = {load.id: load for load in results.workloads.services}
    assert loads["decode"].bound == "network"
    assert loads["app"].served_per_s.value == pytest.approx(1 / 16.384)


def test_without_a_network_or_another_model_nothing_is_handed_on(pools):
    design, results, found = pools(cabled=False)
    assert found["decode"].first_token_s.value is None
    assert "No drawn network joins prefill to decode" in found["decode"].reason
    (finding,) = list(pools_joined(design, results, TODAY))
    assert (finding.rule, finding.severity) == ("cache-not-handed-on", "error")
    design, results, found = pools(reads={"model": "alibaba/qwen3-32b"})
    assert found["decode"].pair.requests_per_s.value is None
    (finding,) = list(pools_joined(design, results, TODAY))
    assert "another model" in finding.message


def test_a_promise_that_no_split_keeps_is_told_without_a_token(pools):
    kept = pools(facts={"first_token_within_s": 0.0001})[2]["prefill"].reason
    assert kept.startswith("No split keeps 0.0001 s to the first token")
    assert "a token and" not in kept


def test_a_reading_pool_of_which_nothing_is_known_leaves_the_pair_open(pools):
    design, results, found = pools(reads={"model": ""})
    pair = found["decode"].pair
    assert (pair.requests_per_s.value, pair.limit) == (None, "")
    assert found["decode"].first_token_s.value is None
    assert found["decode"].first_token_s.note == "Choose which model it serves."
    assert found["decode"].token_s.known
    assert list(pool_is_the_limit(design, results, TODAY)) == []


def test_what_is_not_wired_is_told(pools):
    design, results, found = pools(wired=False)
    assert found["decode"].pair is None
    assert found["decode"].first_token_s.value is None
    assert [finding.rule for finding in pools_joined(design, results, TODAY)] == [
        "prompts-not-read",
        "prompts-not-taken",
    ]


def test_every_place_tells_the_same(pools):
    design, results, found = pools()
    decode = found["decode"]
    text = dict(workload_rows(design, results.workloads))
    assert "the cache of a prompt, 0.164 GB, handed on in 0.4" in text["decode"]
    assert "limit: the pool that reads prompts" in text["decode"]
    assert text["prefill"].startswith("reads ")
    rows = {row.title: row for row in told_of(results.workloads, "serving", "decode").rows}
    assert rows["First token"].figure is decode.first_token_s
    assert rows["The limit of the two"].words == "the pool that reads prompts"
    assert "Prompts it reads" in {row.title for row in told_of(results.workloads, "serving", "prefill").rows}
    document = results_document(results)["workloads"]["serving"][0]
    assert document["pair"]["requests_per_s"]["value"] == decode.pair.requests_per_s.value
    assert document["role"] == "decode"
    # The pool that reads writes no tokens, and sets no time per token.
    assert headline_value("first_token", results, PriceBook()) is decode.first_token_s
    assert headline_value("tokens", results, PriceBook()) is decode.output_tokens_per_s
    assert headline_value("token", results, PriceBook()).missing == ()


def test_the_requests_of_two_pools_count_once(pools, library):
    """Five a second on average over a peak of two: 2.5 × 1,200 tokens × the seconds of a month, not those twice."""
    design, _, _ = pools()
    results = analyze(design, only=("power", "cost", "workloads"), library=library)
    found = alternatives(design, library, results)
    month = 365.25 / 12 * 86400
    assert found.requests_per_month.value == pytest.approx(2.5 * month, rel=2e-3)
    assert found.tokens_per_month.value == pytest.approx(2.5 * 1200 * month, rel=2e-3)
    # By the token, 2 $ a million in and 10 $ out, the same is paid as for one engine that reads and writes.
    api = alternatives(design, library, results, apis=["anthropic/claude-sonnet-5-5"]).row(
        "api:anthropic/claude-sonnet-5-5"
    )
    assert api.usd_per_month.value == pytest.approx(2.5 * month * (1000 * 2 + 200 * 10) / 1e6, rel=2e-3)
    engines = {engine.id: engine for engine in results.workloads.serving}
    needed = sum(engine.accelerators_needed.value for engine in engines.values())
    assert found.accelerators_needed.value == needed


def test_a_reading_pool_is_shared_by_those_that_write(pools):
    """A second decode pool with three times the users takes three quarters of what the reading pool can do."""
    design, _, found = pools()
    nodes, links = dict(design.nodes), dict(design.links)
    for name in ("app", "decode", "db"):
        nodes[f"{name}2"] = replace(nodes[name], id=f"{name}2", name=f"{name}2")
    nodes["app2"] = replace(nodes["app2"], facts={**nodes["app2"].facts, "users": 3 * USE["users"]})
    for a, b in (("app", "decode"), ("decode", "prefill"), ("decode", "db")):
        end = b if b == "prefill" else f"{b}2"
        links[f"{a}2-{end}"] = replace(links[f"{a}-{b}"], id=f"{a}2-{end}", a=f"{a}2", b=end)
    cable = next(link for link in design.links.values() if link.medium == "fabric" and link.a == "db")
    links["db2-rails"] = replace(cable, id="db2-rails", a="db2")
    both = analyze(replace(design, nodes=nodes, links=links), only=("workloads",)).workloads
    shared = {engine.id: engine for engine in both.serving}
    whole = found["prefill"].requests_per_s.value
    assert shared["decode"].pair.prefill_per_s.value == pytest.approx(whole / 4)
    assert shared["decode2"].pair.prefill_per_s.value == pytest.approx(whole * 3 / 4)
    # Each cache goes its own way: five and fifteen a second over 400 GB/s.
    for name, asked in (("decode", 5), ("decode2", 15)):
        handed = 0.16384 / 400 / (1 - asked * 0.16384 / 400)
        assert shared[name].pair.handed_on_s.value == pytest.approx(handed, rel=1e-6)
