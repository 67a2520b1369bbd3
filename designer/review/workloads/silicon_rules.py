"""Rules about what runs on which silicon: parts for inference, software for other platforms, prompts too long."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from designer.analysis.results import Results
from designer.model.design import Design, Node
from designer.model.parts.part import PLATFORMS, Part, Platform, hardware_platforms
from designer.model.wording import listed
from designer.review.findings import Finding
from designer.review.registry import rule

if TYPE_CHECKING:
    from designer.analysis.workloads.service_graph import ServiceGraph

_FOR_INFERENCE: Final = "Inference"
"""How the catalog begins to say what a chip suits that is sold for inference above all."""


class _Running(NamedTuple):
    """Software of NODE and the chips under the work that uses it."""

    node: Node
    part: Part
    chips: tuple[Part, ...]
    work: Node


@rule(
    {"training-on-inference-silicon": "error", "inference-part-for-training": "warning"},
    layer="silicon",
    reads=("workloads",),
)
def training_on_inference_silicon(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs on chips that are made for inference alone, or that are sold for inference."""
    work = results.workloads
    if work is None or not work.training:
        return
    graph = _graph(design)
    for job in work.training:
        node = design.nodes.get(job.id)
        if node is None:
            continue
        for chip in _chips_under(design, graph, job.id):
            fact = chip.facts.get("trains")
            trains = None if fact is None else fact.value
            suits = chip.texts.get("suits", "")
            ids = (job.id, *graph.hosts.get(job.id, ()))
            words = f" {suits}" if suits else ""
            # 0 is "cannot"; unknown is only a warning, and only where the chip is sold for inference.
            if trains == 0:
                yield Finding(
                    rule="training-on-inference-silicon",
                    severity="error",
                    message=f"{node.title} cannot train on {chip.name}, which is made for inference alone.",
                    detail=f"Let it run on accelerators that are made for training.{words}",
                    ids=ids,
                )
            elif trains is None and suits.startswith(_FOR_INFERENCE):
                yield Finding(
                    rule="inference-part-for-training",
                    severity="warning",
                    message=f"{node.title} trains on {chip.name}, which is sold for inference.",
                    detail=f"{words.strip()} No source was found in which models are trained on it: take accelerators "
                    "that are made for training, or try it before you buy.",
                    ids=ids,
                )


@rule(
    {"software-on-other-silicon": "error", "software-platform-unknown": "note"}, layer="silicon", reads=("workloads",)
)
def software_on_other_silicon(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Engines and frameworks on chips that they are not built for, or for which no platforms are stated."""
    work = results.workloads
    if work is None or not (work.training or work.serving):
        return
    for one in _running(design, results):
        found: set[Platform] = set()
        for chip in one.chips:
            found |= hardware_platforms(chip, design.parts)
        platforms: tuple[Platform, ...] = tuple(platform for platform in PLATFORMS if platform in found)
        answers = {platform: one.part.runs_on(platform) for platform in platforms}
        names = listed([chip.name for chip in one.chips])
        ids = tuple(dict.fromkeys((one.node.id, one.work.id)))
        # An error only when every platform is known not to be supported; one unknown makes it a question.
        if answers and not any(answer is None for answer in answers.values()) and not any(answers.values()):
            built = listed([PLATFORMS[support.platform] for support in one.part.platforms], most=9)
            yield Finding(
                rule="software-on-other-silicon",
                severity="error",
                message=f"{one.part.name} does not run on {names}.",
                detail=f"It is built for {built}; {names} {'are' if len(one.chips) > 1 else 'is'} programmed through "
                f"{listed([PLATFORMS[platform] for platform in platforms])}. Take software for that, or other "
                "accelerators.",
                ids=ids,
            )
        elif not answers or None in answers.values():
            yield Finding(
                rule="software-platform-unknown",
                severity="note",
                message=f"Whether {one.part.name} runs on {names} is not stated.",
                detail="No document was read that states it. Ask its maker before you buy, or add the platforms to the "
                "part.",
                ids=ids,
            )


@rule({"prompt-too-long": "error"}, layer="silicon", reads=("workloads",))
def prompt_too_long(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Requests whose prompt and answer are longer than the context window of the model that they are put to."""
    work = results.workloads
    if work is None:
        return
    for engine in work.serving:
        model = design.parts.get(engine.model)
        window = model.facts.get("context_tokens") if model is not None else None
        if model is not None and window is not None and engine.request_tokens is not None:
            yield from _too_long(design, engine.id, model.name, window.value, engine.request_tokens.value)
    for api in work.model_apis:
        node = design.nodes.get(api.id)
        part = design.part_of(node) if node is not None else None
        if part is not None:
            yield from _too_long(design, api.id, part.name, api.context_tokens.value, api.request_tokens.value)


def _too_long(design: Design, node_id: str, model: str, window: float | None, asked: float | None) -> Iterator[Finding]:
    if window is None or asked is None or asked <= window:
        return
    yield Finding(
        rule="prompt-too-long",
        severity="error",
        message=f"{design.nodes[node_id].title} is asked for {asked:,.0f} tokens in and out of a request; {model} "
        f"takes at most {window:,.0f}.",
        detail="Shorten the prompt or the answer, retrieve fewer pieces of text, or take a model with a longer "
        "context window.",
        ids=(node_id,),
    )


def _running(design: Design, results: Results) -> Iterator[_Running]:
    """Each engine, and each framework of a training job, with the chips under it, once for each."""
    work = results.workloads
    if work is None:
        return
    # Imported here: training is slow to load, and most designs have none.
    from designer.analysis.workloads.training.job import frameworks_of

    graph = _graph(design)
    for engine in work.serving:
        node = design.nodes.get(engine.id)
        part = design.part_of(node) if node is not None else None
        chips = _chips_under(design, graph, engine.id)
        if node is not None and part is not None and chips:
            yield _Running(node, part, chips, node)
    for job in work.training:
        node = design.nodes.get(job.id)
        chips = _chips_under(design, graph, job.id)
        if node is None or not chips:
            continue
        for framework in frameworks_of(design, graph, node):
            part = design.part_of(framework)
            if part is not None:
                yield _Running(framework, part, chips, node)


def _chips_under(design: Design, graph: "ServiceGraph", node_id: str) -> tuple[Part, ...]:
    """Sorts of accelerators in what NODE_ID runs on."""
    from designer.analysis.quantities import accelerators_in

    found: dict[str, None] = {}
    for host_id in graph.hosts.get(node_id, ()):
        host = design.nodes[host_id]
        found.update(dict.fromkeys(graph.chips.get(host_id) or accelerators_in(design, design.part_of(host))))
    return tuple(design.parts[chip] for chip in found if chip in design.parts)


def _graph(design: Design) -> "ServiceGraph":
    # The graph library takes a moment to load, so only when there is something to follow.
    from designer.analysis.chain.needs import needs_of

    return needs_of(design).services
