"""Sizing of the work to be done: how many accelerators it takes on the drawn machines, or on others."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.needs import needs_of
from designer.analysis.network.network_context import survey_of
from designer.analysis.quantities import TRIED, accelerators_in, copies_of, is_rented, placed_nodes, summed
from designer.analysis.results import Results
from designer.analysis.workloads.demand import Traffic, demand, reads_only
from designer.analysis.workloads.results import ServingResult, TrainingResult
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.analysis.workloads.serving.pair import paired
from designer.analysis.workloads.serving.result import serving
from designer.analysis.workloads.training.result import training
from designer.catalog.library import Library
from designer.formulas.operations import round_up
from designer.formulas.periods import SECONDS_PER_MONTH
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient, rounded_up, total
from designer.model.kinds import INFERENCE, MODEL_APIS, TRAINING_JOBS
from designer.model.parts.part import Part

MONTH: Final = leaf("seconds in a month", SECONDS_PER_MONTH, "s/month")
MILLION: Final = leaf("tokens in a million", 1e6)
ENOUGH: Final = 1024
"""Accelerators among which a machine is tried for a model that one of it cannot hold."""
_TRIED: Final = "machine tried instead"


class Asked(NamedTuple):
    """A serving engine or model API that is asked."""

    node: Node
    traffic: Traffic


class Sized(NamedTuple):
    """Number of accelerators of one sort that some work takes.

    Attributes:
        needed: Now; unknown with its reason as a note.
        engines: (replicas that the demand fills, accelerators of one) of each engine, for other demands.
        steady: Accelerators that do not follow the demand.
    """

    needed: Figure
    engines: tuple[tuple[float, float], ...] = ()
    steady: float = 0.0

    def at(self, factor: float) -> float:
        """Accelerators at FACTOR times the demand."""
        return self.steady + sum((round_up((replicas * factor,)) or 0.0) * each for replicas, each in self.engines)


class Work(NamedTuple):
    """The work of a design.

    Attributes:
        shelf: The design with every part of the library at hand.
        engines: Serving engines that are asked, with what is asked.
        apis: Model APIs of the design that are asked.
        chip: The accelerator that is drawn most; None when none is.
        owned: Nodes with accelerators that are bought.
        rented: Nodes with accelerators that are rented.
        drawn: All accelerators.
        sized: What the work takes on the drawn machines.
        basis: What `sized` rests on.
        requests: Of a month, on average.
        tokens: Of a month, in and out.
        notes: In plain words.
    """

    design: Design
    shelf: Design
    graph: ServiceGraph
    engines: tuple[Asked, ...]
    apis: tuple[Asked, ...]
    chip: Part | None
    owned: tuple[Node, ...]
    rented: tuple[Node, ...]
    drawn: Figure
    sized: Sized
    basis: Literal["demand", "drawn", "nothing"]
    requests: Figure
    tokens: Figure
    notes: tuple[str, ...]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return what is asked for models: of the engines, else of the model APIs."""
        return _writing(self.engines) or self.apis


def work_of(design: Design, library: Library, results: Results) -> Work:
    """Return what DESIGN has to do, given what the analysis says of it."""
    # Parts of the design before those of the library: prices and facts of the project count.
    shelf = replace(design, parts={**library.parts, **design.parts})
    graph = needs_of(design).services
    traffic = demand(design, graph).traffic
    asked = [Asked(design.nodes[name], traffic[name]) for name in graph.nodes if traffic[name].average_per_s.value]
    engines = tuple(one for one in asked if graph.kinds[one.node.id] in INFERENCE)
    apis = tuple(one for one in asked if graph.kinds[one.node.id] in MODEL_APIS)
    holding = [(node, part) for node, part in placed_nodes(design) if accelerators_in(design, part)]
    owned = tuple(node for node, part in holding if not is_rented(part))
    rented = tuple(node for node, part in holding if is_rented(part))
    # Owned machines are what a comparison starts from; without them the rented ones.
    drawn = accelerators_of(design, owned or rented, "accelerators that are drawn")
    by_part = results.counts.accelerators_by_part
    chip = design.parts[max(by_part, key=lambda name: (by_part[name], name))] if by_part else None
    notes: list[str] = []
    found = results.workloads.serving if results.workloads else ()
    answers = [answer for answer in found if any(one.node.id == answer.id for one in engines)]
    steady = _training(design, graph, engines)
    sized = _together(answers, engines, accelerators_of(design, steady, "accelerators that train"))
    basis: Literal["demand", "drawn", "nothing"] = "demand"
    # The demand does not tell: what is drawn is compared instead, and a note says why.
    if not engines or not answers or not sized.needed.known:
        if engines and sized.needed.note:
            notes.append(f"It is not known what the demand takes: {sized.needed.note}")
        basis = "drawn" if drawn.value else "nothing"
        sized = Sized(drawn, (), drawn.or_zero)
    heard = _writing(engines) or apis
    if not heard and drawn.value:
        notes.append("No model is asked anything: all accelerators that are drawn are compared.")
    return Work(
        design=design,
        shelf=shelf,
        graph=graph,
        engines=engines,
        apis=apis,
        chip=chip,
        owned=owned,
        rented=rented,
        drawn=drawn,
        sized=sized,
        basis=basis,
        requests=_requests(heard),
        tokens=_tokens(heard),
        notes=tuple(notes),
    )


def _writing(engines: Sequence[Asked]) -> tuple[Asked, ...]:
    """ENGINES without those that read prompts for others, which are asked the same requests once more."""
    return tuple(one for one in engines if not reads_only(one.node))


def sized_on(work: Work, part: Part) -> Sized:
    """Return what WORK takes on machines of PART; as many accelerators as are drawn where nothing is asked."""
    each = sum(accelerators_in(work.shelf, part).values())
    # Sized by what is drawn or trained: the part does not change how many accelerators are needed.
    if work.basis != "demand" and not (work.basis == "nothing" and work.engines):
        return work.sized
    if not each:
        return Sized(leaf("accelerators needed", None, note=f"{part.name} holds no accelerators."))
    answers = [_served(work, part, one, max(1, ENOUGH // each)) for one in work.engines]
    training = accelerators_of(work.design, _training(work.design, work.graph, work.engines), "accelerators that train")
    return _together(answers, work.engines, training)


def served_on(work: Work, part: Part, machines: Figure) -> tuple[ServingResult, ...]:
    """Return how each engine of WORK serves on MACHINES of PART; several engines on whole machines of their own."""
    each = sum(accelerators_in(work.shelf, part).values())
    if not machines.value or not each:
        return ()
    if len(work.engines) == 1:
        # Jobs beside it have machines of their own.
        left = round(machines.value) - sum(_machines_of_jobs(work, part, machines).values())
        return (_served(work, part, work.engines[0], left),)
    found: list[ServingResult] = []
    taken: dict[str, int] = {}
    for one in work.engines:
        many = _served(work, part, one, max(1, ENOUGH // each))
        copies = machines_for(many.accelerators_needed, each, part.name).value
        found.append(_served(work, part, one, round(copies)) if copies else many)
        taken[one.node.id] = round(copies or 0)
    pools = any(reads_only(one.node) for one in work.engines) and all(taken.values())
    return _in_pools(work, part, found, taken) if pools else tuple(found)


def _in_pools(
    work: Work, part: Part, found: Sequence[ServingResult], taken: Mapping[str, int]
) -> tuple[ServingResult, ...]:
    """Return what is FOUND of each engine with prompts read in one pool and answers written in another.

    Each engine has TAKEN machines of PART for itself, so that caches go from machine to machine.
    """
    places = {name: f"{TRIED} {number}" for number, name in enumerate(taken)}
    standing = {
        places[name]: Node(id=places[name], kind=part.kind, part=part.id, name=part.name or _TRIED, copies=copies)
        for name, copies in taken.items()
    }
    shelf = replace(work.shelf, nodes={**work.design.nodes, **standing})
    hosts = {name: (place,) for name, place in places.items()}
    graph = work.graph._replace(hosts={**work.graph.hosts, **hosts})
    traffic = {one.node.id: one.traffic for one in work.engines}
    engines = {one.id: one for one in found}
    return tuple(paired(shelf, graph, engines, traffic, WorkFabrics(survey_of(shelf))).values())


def trained_on(work: Work, part: Part, machines: Figure) -> tuple[TrainingResult, ...]:
    """Return how each job of WORK trains on MACHINES of PART, several on whole machines of their own.

    Jobs get as many as hold the accelerators that they have now; () where one has no machines of its own, or more are
    needed than there are.
    """
    found: list[TrainingResult] = []
    for job, copies in _machines_of_jobs(work, part, machines).items():
        shelf, graph = _tried(work, part, job, copies)
        found.append(training(shelf, graph, work.design.nodes[job]))
    return tuple(found)


def _machines_of_jobs(work: Work, part: Part, machines: Figure) -> dict[str, int]:
    """Return the machines of PART that each job of WORK gets of MACHINES; {} where they cannot be told apart."""
    jobs = [name for name in work.graph.nodes if work.graph.kinds[name] in TRAINING_JOBS]
    each = sum(accelerators_in(work.shelf, part).values())
    there = round(machines.or_zero)
    if not jobs or not there or not each:
        return {}
    if len(jobs) == 1 and not work.engines:
        return {jobs[0]: there}
    found: dict[str, int] = {}
    taken = {host for one in work.engines for host in work.graph.hosts.get(one.node.id, ())}
    for job in jobs:
        hosts = set(work.graph.hosts.get(job, ()))
        # Machines that are shared cannot be told apart: who gets which part of them is nowhere drawn.
        if not hosts or hosts & taken:
            return {}
        taken |= hosts
        now = accelerators_of(work.design, [work.design.nodes[host] for host in sorted(hosts)], "accelerators")
        found[job] = round(machines_for(now, each, part.name).or_zero)
    # Each engine takes at least one more.
    return found if all(found.values()) and sum(found.values()) + len(work.engines) <= there else {}


def _served(work: Work, part: Part, asked: Asked, copies: int) -> ServingResult:
    """Return how ASKED is served on COPIES of PART, whatever it stands on now."""
    shelf, graph = _tried(work, part, asked.node.id, copies)
    return serving(shelf, graph, asked.node, asked.traffic)


def _tried(work: Work, part: Part, node_id: str, copies: int) -> tuple[Design, ServiceGraph]:
    """Return the design of WORK and its services with NODE_ID on COPIES of PART."""
    node = Node(id=TRIED, kind=part.kind, part=part.id, name=part.name or _TRIED, copies=copies)
    shelf = replace(work.shelf, nodes={**work.design.nodes, TRIED: node})
    return shelf, work.graph._replace(hosts={**work.graph.hosts, node_id: (TRIED,)})


def accelerators_of(design: Design, nodes: Sequence[Node], label: str) -> Figure:
    """Accelerators in all copies of NODES."""
    terms = [
        product(
            f"accelerators in {node.title}",
            (
                copies_of(design, node),
                count_of(f"in one {node.title}", sum(accelerators_in(design, design.part_of(node)).values()), node.id),
            ),
            "",
        )
        for node in nodes
    ]
    return summed(label, terms, "") if terms else leaf(label, 0.0)


def machines_for(needed: Figure, each: int, name: str) -> Figure:
    """Whole machines of EACH accelerators that hold NEEDED."""
    held = leaf(f"accelerators in one {name}", float(each))
    return rounded_up("whole machines", quotient("machines", needed, held, ""))


def _training(design: Design, graph: ServiceGraph, engines: Sequence[Asked]) -> list[Node]:
    """Machines under training jobs that no asked engine stands on."""
    serving_hosts = {host for one in engines for host in graph.hosts.get(one.node.id, ())}
    names = [
        host
        for job in graph.nodes
        if graph.kinds[job] in TRAINING_JOBS
        for host in graph.hosts.get(job, ())
        if host not in serving_hosts
    ]
    return [design.nodes[name] for name in dict.fromkeys(names)]


def _together(answers: Sequence[ServingResult], engines: Sequence[Asked], training: Figure) -> Sized:
    if not answers:
        return Sized(leaf("accelerators needed", None))
    unknown = [answer for answer in answers if not answer.accelerators_needed.known]
    if unknown:
        return Sized(leaf("accelerators needed", None, note=unknown[0].reason or "Say what a request has in tokens."))
    terms = [answer.accelerators_needed for answer in answers]
    pairs: list[tuple[float, float]] = []
    for answer, one in zip(answers, engines, strict=True):
        replicas, capacity = answer.replicas.or_zero, answer.requests_per_s.or_zero
        peak = one.traffic.peak_per_s.or_zero
        # Replicas that the peak takes, before rounding up: peak over what one replica answers.
        pairs.append((peak * replicas / capacity if capacity else 0.0, answer.tensor_parallel.or_zero))
    if training.value:
        terms.append(training)
    return Sized(summed("accelerators needed", terms, ""), tuple(pairs), training.or_zero)


def _requests(asked: Sequence[Asked]) -> Figure:
    terms = [
        product(f"{node.title}: requests of a month", (one.average_per_s, MONTH), "1/month") for node, one in asked
    ]
    label = "requests of a month"
    return summed(label, terms, "1/month") if terms else leaf(label, None, "1/month", note="No model is asked.")


def _tokens(asked: Sequence[Asked]) -> Figure:
    terms = [
        product(
            f"{node.title}: tokens of a month",
            (one.average_per_s, MONTH, total("tokens of a request", (one.input_tokens, one.output_tokens), "")),
            "1/month",
        )
        for node, one in asked
    ]
    label = "tokens of a month"
    return summed(label, terms, "1/month") if terms else leaf(label, None, "1/month", note="No model is asked.")
