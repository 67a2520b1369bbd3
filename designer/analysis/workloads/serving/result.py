"""Serving of a model: what fits, how many requests a second it answers, and what a user waits for.

The times are those of `formulas.workloads.serving_step`, held against measured rows; term by term, so that each can be
followed.
"""

from collections.abc import Iterable, Mapping
from math import inf
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.published.engines import Batching, batching_of
from designer.analysis.published.silicon import ChipSpeed, chip_speed, unknown_roof
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.host_network import scale_up_of
from designer.analysis.workloads.hosts import Machines, drawn_under, machines_of, rate_of, speed_of
from designer.analysis.workloads.results import ServingResult
from designer.analysis.workloads.service_graph import ServiceGraph, no_machines_words
from designer.analysis.workloads.serving.basis import Served, Slice, curves_of, served_of
from designer.analysis.workloads.serving.link import ReplicaLink, link_of
from designer.analysis.workloads.serving.own_run import own_run
from designer.analysis.workloads.serving.promises import Promised, promised_of
from designer.analysis.workloads.serving.published_result import as_published
from designer.analysis.workloads.serving.split import (
    Answers,
    Split,
    answers_of,
    chosen_split,
    question_of,
    splits_of,
)
from designer.analysis.workloads.serving.terms import step_of
from designer.analysis.workloads.serving.times import RUNTIME, Replicas, times_of
from designer.analysis.workloads.serving.together import Working, curves_asked, together
from designer.analysis.workloads.serving.unknown_result import unknown_result
from designer.formulas.workloads.serving_step.constants import RUNTIME_BYTES
from designer.formulas.workloads.serving_step.question import Question
from designer.formulas.workloads.serving_step.step import Curves, Floats
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, total
from designer.model.wording import counted
from designer.model.workloads.choices import chosen

_WHOLE: Final = Slice(leaf("accelerators", None))


def serving(
    design: Design, graph: ServiceGraph, node: Node, traffic: Traffic, fabrics: WorkFabrics | None = None
) -> ServingResult:
    """Return how NODE, a serving engine, does what TRAFFIC asks of it; see `serving_together`."""
    return serving_together(design, graph, [node], {node.id: traffic}, fabrics)[node.id]


def serving_together(
    design: Design,
    graph: ServiceGraph,
    nodes: Iterable[Node],
    traffic: Mapping[str, Traffic],
    fabrics: WorkFabrics | None = None,
) -> dict[str, ServingResult]:
    """Return how each of NODES, serving engines, does what TRAFFIC asks of it, by its id.

    Accelerators that are slowed hold as much and do less. Less than one of them is a slice of one: its memory, its
    bandwidth and its arithmetic alike.

    Args:
        design: The design.
        graph: Its services.
        nodes: The engines.
        traffic: What each is asked, by its id.
        fabrics: The networks; those as drawn when None.
    """
    engines = list(nodes)
    found = together([_working(design, graph, node, traffic[node.id], fabrics) for node in engines])
    return {node.id: result for node, result in zip(engines, found, strict=True)}


def _working(
    design: Design, graph: ServiceGraph, node: Node, traffic: Traffic, fabrics: WorkFabrics | None
) -> Working[ServingResult]:
    """Return how NODE does what TRAFFIC asks of it."""
    machines, slice_ = _sliced(design, graph, node, machines_of(design, graph, node))
    model = design.parts.get(chosen(node, "model"))
    if model is None:
        return unknown_result(node, chosen(node, "model"), machines, "Choose which model it serves.")
    if machines is None:
        return unknown_result(node, model.id, None, no_machines_words(graph, node.id))
    # A chip without a known roof is answered by what is published of it, where that is anything.
    missing = unknown_roof(machines.chip, rate_of(machines.chip, chosen(node, "precision"))[0])
    if missing:
        lacks = f"Of {machines.chip.name} {missing} is not known"
        return as_published(node, traffic, machines._replace(accelerators=slice_.accelerators), model, lacks)
    batching = batching_of(design, node)
    served = served_of(design, node, model, machines, slice_, traffic, batching)
    if isinstance(served, str):
        if chip_speed(machines.chip, model).model:
            return as_published(node, traffic, machines._replace(accelerators=slice_.accelerators), model, served)
        found = unknown_result(node, model.id, machines, f"{served}.")
        return replace(found, accelerators=slice_.accelerators)
    found = yield from _on_machines(design, graph, node, _Asked(served, machines, slice_, batching), fabrics)
    return replace(found, accelerators=slice_.accelerators)


class _Asked(NamedTuple):
    """An engine with all that is known before its replicas are split."""

    served: Served
    machines: Machines
    slice: Slice
    batching: Batching


def _sliced(
    design: Design, graph: ServiceGraph, node: Node, machines: Machines | None
) -> tuple[Machines | None, Slice]:
    """MACHINES in whole accelerators, and what NODE has of them."""
    if machines is None:
        return None, _WHOLE
    has, speed = machines.accelerators, speed_of(design, graph, node)
    # Slowed accelerators count by how far they are slowed: running ones are that number over their speed.
    running = has.or_zero / speed
    slow = leaf("speed that power leaves them", speed, operation="routing", subject=node.id) if speed < 1.0 else None
    # Less than one, with a share that is set: a slice, which has that part of memory and speed.
    if 0.0 < running < 1.0 and node.facts.get("share"):
        part = leaf(f"part of an accelerator that falls to {node.title}", running, operation="routing", subject=node.id)
        both = part if slow is None else product("part of its speed", (part, slow), "")
        one = count_of("the accelerator that it has a slice of", 1, node.id)
        return machines._replace(accelerators=one), Slice(has, part, both)
    if slow is None:
        return machines, Slice(has)
    whole = leaf("accelerators that run", running, operation="routing", subject=node.id)
    return machines._replace(accelerators=whole), Slice(has, None, slow)


class _Tried(NamedTuple):
    """Splits with what joins their accelerators and how their times follow from the batch, the narrowest first."""

    splits: list[Split]
    links: list[ReplicaLink]
    questions: tuple[Question, ...]
    curves: Curves

    @property
    def held_bytes(self) -> Floats:
        """Return the bytes that an accelerator of each split holds at least: weights, runtime, a request (splits,)."""
        return self.curves.weight_bytes + RUNTIME_BYTES + self.curves.request_bytes

    def weights(self, place: int) -> Figure:
        """GB of the weights of a replica, copies of attention in several groups included."""
        shape = self.questions[place].shape
        each = leaf(
            "weights on an accelerator",
            float(self.curves.weight_bytes[place]) / 1e9,
            "GB",
            operation="routing",
            note=f"{shape.total_params / 1e9:,.4g} billion parameters; the output head in BF16, the input embedding "
            "left out.",
        )
        return product("weights", (_wide(self.splits[place]), each), "GB")

    def least_gb(self, place: int, share: Figure) -> Figure:
        """Accelerator memory of a replica with its weights and one request, of which SHARE may be taken."""
        request = leaf("cache of a request on an accelerator", float(self.curves.request_bytes[place]) / 1e9, "GB")
        weights = leaf("weights on an accelerator", float(self.curves.weight_bytes[place]) / 1e9, "GB")
        each = total("weights, runtime and one request, of one", (weights, RUNTIME, request), "GB")
        held = product("weights, runtime and one request", (_wide(self.splits[place]), each), "GB")
        return quotient("accelerator memory that it holds at least", held, share, "GB", "over the share that it takes")


def _wide(split: Split) -> Figure:
    return leaf("accelerators of a replica", float(split.accelerators))


def _on_machines(
    design: Design, graph: ServiceGraph, node: Node, asked: _Asked, fabrics: WorkFabrics | None
) -> Working[ServingResult]:
    """Return what an engine does on the machines that it has."""
    served, machines = asked.served, asked.machines
    here = round(machines.accelerators.or_zero)
    drawn = max(here, drawn_under(design, graph.hosts.get(node.id, ()), graph.chips))
    promised = _promised(design, graph, node, served)
    splits = [one for one in splits_of(node, served, machines.each, drawn, promised) if one.accelerators <= drawn]
    if not splits:
        here = counted(drawn, "accelerator")
        words = f"{served.model.name} does not run: a copy as it is set takes more than the {here}."
        return unknown_result(node, served.model.id, machines, words, fits=False)
    fabrics = fabrics or WorkFabrics(survey_of(design))
    fast = scale_up_of(machines, here, fabrics)
    fraction = 1.0 if asked.slice.memory is None else asked.slice.memory.value or 1.0
    room = served.own_share.or_zero * served.memory_gb.or_zero * 1e9
    near = [one for one in splits if one.accelerators <= machines.each]
    speed = chip_speed(machines.chip, served.model)
    label = f"{node.title}: accelerators that one replica takes at least"
    chips, found, tried, least = leaf(label, None, subject=node.id), None, None, None
    # Only what fits in no host spans several.
    for some in (near, splits[len(near) :]):
        if not some:
            continue
        links = [link_of(design, machines, one.accelerators, fast, fabrics) for one in some]
        questions = tuple(question_of(served, one, link) for one, link in zip(some, links, strict=True))
        curves = yield from curves_asked(questions)
        tried = _Tried(some, links, questions, _as_fast_as_published(curves, speed))
        # Bytes an accelerator against the room that its engine may use: first in its slice of one, then on whole ones.
        holding = np.flatnonzero(tried.held_bytes * fraction <= room)
        fits = tried.held_bytes <= room
        places = [place for place, one in enumerate(some) if fits[place] and one.accelerators <= here]
        if holding.size and not chips.known:
            number = float(some[int(holding[0])].accelerators)
            note = "As few as hold its weights and one request."
            chips = leaf(label, number, operation="routing", subject=node.id, note=note)
            least = tried.least_gb(int(holding[0]), served.share)
        if places:
            ways = _Ways(tried, places if some is near else places[:1], promised, speed)
            found = yield from _chosen(design, node, asked, ways)
            break
    assert tried is not None
    last = len(tried.splits) - 1
    if least is None:
        least = tried.least_gb(last, served.share)
    if found is None:
        words = _too_large(served, tried, here, room)
        found = unknown_result(node, served.model.id, machines, words, fits=False, weights=tried.weights(last))
    return replace(found, least_gb=least, least_accelerators=chips)


def _promised(design: Design, graph: ServiceGraph, node: Node, served: Served) -> Promised:
    """Return the promises that NODE itself has to keep.

    A pool that reads prompts keeps the first token, one that writes the rest. The first token of a pool that reads
    prompts is promised by those whose prompts it reads.

    The first token of a pool that reads prompts is promised by those whose prompts it reads.
    """
    own = promised_of(design, graph, node)
    if served.question.apart:
        return own._replace(first_s=inf)
    if not served.reads_only:
        return own
    callers = (edge.a for edge in graph.asked_by.get(node.id, ()) if edge.asks and edge.a in design.nodes)
    firsts = [promised_of(design, graph, design.nodes[caller]).first_s for caller in dict.fromkeys(callers)]
    return Promised(first_s=min([own.first_s, *firsts]))


class _Ways(NamedTuple):
    """The splits that were tried, the places of those that fit, what is promised, and what is published of the chip."""

    tried: _Tried
    fitting: list[int]
    promised: Promised
    speed: ChipSpeed


def _as_fast_as_published(curves: Curves, speed: ChipSpeed) -> Curves:
    """CURVES, but for a request alone no slower than what is published of this very model on this chip.

    The short kernels of a layer were measured on GPUs; a published speed tells that another chip has shorter ones.
    """
    if not speed.model or not speed.token_s.value:
        return curves
    slower = curves.token_s(np.ones_like(curves.prompt_s)) - speed.token_s.value
    return curves.quickened(np.maximum(slower, 0.0)) if (slower > 0).any() else curves


def _chosen(design: Design, node: Node, asked: _Asked, ways: _Ways) -> Working[ServingResult]:
    """Return what an engine does with the split that is taken."""
    served, machines, tried = asked.served, asked.machines, ways.tried
    # Splits whose accelerators can reach each other come first; without one, the reason is told.
    places = [place for place in ways.fitting if not tried.links[place].problem]
    if not places:
        place = ways.fitting[0]
        words = tried.links[place].problem
        blank = unknown_result(node, served.model.id, machines, words, fits=True, weights=tried.weights(place))
        return replace(blank, fabric=tried.links[place].fabric)
    speed, taken, after = ways.speed, None, None
    place = places[0]
    # With a choice or a promise, all splits are worked out and the best one is taken.
    if len(places) > 1 or ways.promised.any:
        every = yield from answers_of(served, tried.splits, tried.links, tried.curves, machines, speed, ways.promised)
        taken, after = chosen_split([every[one] for one in places])
        place = tried.splits.index(taken.split)
    link, curves = tried.links[place], tried.curves.row(place)
    replicas = Replicas(
        node=node,
        served=served,
        machines=machines,
        slice=asked.slice,
        batching=asked.batching,
        step=step_of(served, tried.questions[place], tried.splits[place], link, curves),
        speed=speed,
        weights=tried.weights(place),
        answers=taken,
        promised=ways.promised,
        run=own_run(
            node,
            tried.questions[place],
            tried.splits[place],
            lambda question: _as_fast_as_published(curves_of((question,)), speed),
        ),
    )
    return replace(
        (yield from times_of(design, replicas)),
        split=_split_words(taken, ways.promised),
        runner_up=_split_words(after, ways.promised),
    )


def _too_large(served: Served, tried: _Tried, here: int, room: float) -> str:
    """Return the reason why no replica fits, in a sentence."""
    places = [place for place, one in enumerate(tried.splits) if one.accelerators <= here]
    if not places:
        least = min(one.accelerators for one in tried.splits)
        return f"{served.model.name} does not fit: a copy takes {counted(least, 'accelerator')}; there are {here:,}."
    place = places[-1]
    wide = tried.splits[place].accelerators
    return (
        f"{served.model.name} does not fit: weights, runtime and one request take "
        f"{float(tried.held_bytes[place]) * wide / 1e9:,.0f} GB; there are {room * wide / 1e9:,.0f} GB."
    )


def _split_words(answers: Answers | None, promised: Promised) -> str:
    """Return what a split of a replica gives, in a clause; "" where none was chosen from several."""
    if answers is None:
        return ""
    told = f"{answers.split.words} a copy: {answers.per_s:,.4g} requests a second"
    if not promised.any:
        return told
    if answers.keeps:
        return f"{told} within {promised.words}"
    a_token = f"{answers.token_s * 1e3:,.4g} ms a token and " if answers.token_s else ""
    return (
        f"{told} would not keep {promised.words}: alone, a request takes {a_token}{answers.first_s:,.3g} s to the first"
    )
