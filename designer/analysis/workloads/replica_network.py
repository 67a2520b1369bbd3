"""What the accelerators of one replica send each other while a model is served, over the links as drawn.

Tensor parallelism sums the activations of every layer twice. Where the fast link joins all accelerators of a replica
that is part of what was measured, and nothing is added here. Beyond it a step of a batch of B takes

    2·L·8·α + β·B·2·L·H·2·2(t − 1)/t / N

longer: L layers of width H, two bytes a value, t accelerators, N the one-way rate of one of them on what joins them.
α and β are fitted to published serving rows (SemiAnalysisAI/InferenceX, through ai-dynamo/aiconfigurator): 7.3 µs an
all-reduce, and a link that reaches 1/2.5 of its rate. The factor 8 of a network between hosts is read off eight rows
(DeepSeek-R1 on H100, t = 16) and is coarse; cards of one host that PCIe joins pay the plain α.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.workloads.host_network import network_of, scale_up_of
from designer.analysis.workloads.hosts import Machines
from designer.model.design import Design
from designer.model.figures import Figure, count_of, difference, leaf, product, quotient, total
from designer.model.parts import Part

_SOURCE: Final = "Fitted to published serving rows, from 6.4 to 8.8 µs; two all-reduces a layer."
_ALPHA: Final = leaf("time of an all-reduce, however small", 7.27e-6, "s", low=6.4e-6, high=8.8e-6, note=_SOURCE)
_BETA: Final = leaf(
    "times as long as the link's rate says", 2.47, low=2.1, high=2.7, note="Fitted to published serving rows."
)
_FURTHER: Final = leaf(
    "times as long between hosts", 8.0, status="estimate", note="Read off eight rows of one model: coarse."
)
_TWO: Final = leaf("two", 2.0)
_WIDTH: Final = leaf("bytes of a value that is sent", 2.0, "B")
_GIGA: Final = leaf("GB in a byte", 1e-9, "GB/B")
_BOTH_WAYS: Final = re.compile(r"(\d+) GB/s both ways")


class Exchange(NamedTuple):
    """What a replica sends inside itself.

    Attributes:
        step_s: Time of a decoding step that no batch changes.
        token_s: Time that each token of it adds, of the prompt as well.
        words: What is to be said of it.
        fabric: What the drawn fabric gives the hosts; None where a replica stays in one, or the provider's joins them.
        pieces: Replicas that find room where all of their hosts reach each other; None where all do.
        problem: Why no replica can run; "" when one can.
    """

    step_s: Figure
    token_s: Figure
    words: str = ""
    fabric: WorkFabric | None = None
    pieces: int | None = None
    problem: str = ""

    def step(self, own: Figure, batch: Figure) -> Figure:
        """The decoding step of BATCH requests that takes OWN without the exchange."""
        sent = product("all-reduces of the batch", (batch, self.token_s), "s")
        return total("a decoding step", (own, self.step_s, sent), "s", "reading or arithmetic + all-reduces")

    def plain_step(self, own: Callable[[float], float]) -> Callable[[float], float]:
        """The same as plain numbers."""
        fixed, each = self.step_s.value or 0.0, self.token_s.value or 0.0
        return lambda batch: own(batch) + fixed + each * batch

    def prompt(self, own: Figure, tokens: Figure) -> Figure:
        """The time to read a prompt of TOKENS that takes OWN without the exchange."""
        sent = product("all-reduces of the prompt", (tokens, self.token_s), "s")
        return total("to read a prompt", (own, sent), "s", "arithmetic + all-reduces")


def exchange_of(design: Design, machines: Machines, ways: int, model: Part, fabrics: WorkFabrics) -> Exchange | None:
    """What a replica of MODEL on WAYS of MACHINES sends inside itself; None where the fast link joins all of it."""
    chip, number = machines.chip, round(machines.accelerators.value or 0)
    if ways <= 1:
        return None
    domain, _ = scale_up_of(machines, number, fabrics)
    inside = ways <= machines.each
    if ways <= domain or (inside and not _bridged(chip)):
        return None
    if inside:
        rate = _of_pcie(chip)
        words = f"Its {ways} cards exchange over PCIe: {chip.name} has no faster link between so many."
        return _exchange(model, ways, rate, _ALPHA, words) if rate.known else None
    hosts = -(-ways // machines.each)
    joined = fabrics.of(machines.hosts)
    network = network_of(design, machines, fabrics, inside=False)
    rate, pieces = network.outside, None
    if network.problem:
        pieces = sum(piece.size // hosts for piece in joined.pieces)
        rate = _of_largest(fabrics, machines)
        if not pieces or not rate.known:
            unknown = leaf("time of all-reduces", None, "s", note=network.problem)
            words = f"A replica takes {hosts} hosts. {network.problem}"
            return Exchange(unknown, unknown, fabric=joined, problem=words)
    far = product("time of an all-reduce between hosts", (_ALPHA, _FURTHER), "s")
    words = f"A replica spans {hosts} hosts: it waits for {rate.value or 0:,.3g} GB/s of the network between them."
    more = " ".join(filter(None, (words, network.words)))
    return _exchange(model, ways, rate, far, more)._replace(fabric=network.fabric, pieces=pieces)


def _exchange(model: Part, ways: int, rate: Figure, each: Figure, words: str) -> Exchange:
    layers, hidden = model.fact("layers", ""), model.fact("hidden", "")
    if not (layers.known and hidden.known):
        nothing = leaf("all-reduces that are not counted", 0.0, "s", note=f"The layers of {model.name} are not known.")
        return Exchange(nothing, nothing, f"{words} How long is not known: {model.name} does not tell its layers.")
    calls = product("all-reduces of a step", (_TWO, layers), "", "two a layer")
    ranks = count_of("accelerators of a replica", ways)
    share = difference("sent for each byte", _TWO, quotient("", _TWO, ranks, ""), "", "2(t − 1) / t")
    sent = product("all-reduces of a token", (calls, hidden, _WIDTH, share, _GIGA), "GB")
    return Exchange(
        step_s=product("start of all-reduces", (calls, each), "s"),
        token_s=product(
            "all-reduces of a token, in time", (_BETA, quotient("at the rate of the link", sent, rate, "s")), "s"
        ),
        words=words,
    )


def _of_largest(fabrics: WorkFabrics, machines: Machines) -> Figure:
    largest = fabrics.of(machines.hosts, largest=True)
    each = count_of("accelerators in a host", largest.each)
    return quotient("fabric rate of an accelerator", largest.out_gb_per_s, each, "GB/s")


def _bridged(chip: Part) -> bool:
    """Whether a fact says that the fast link of CHIP joins fewer cards than a host holds, or that it has none."""
    if chip.facts.get("scale_up_chips") is not None:
        return True
    return "scale_up_gb_per_s" not in chip.facts and bool(_BOTH_WAYS.search(chip.texts.get("host_link", "")))


def _of_pcie(chip: Part) -> Figure:
    """GB/s of a card on PCIe, one way, as its catalog entry words it; unknown where it does not."""
    found = _BOTH_WAYS.search(chip.texts.get("host_link", ""))
    both = leaf(
        f"{chip.name}: PCIe, both ways together",
        float(found[1]) if found else None,
        "GB/s",
        operation="fact",
        subject=chip.id,
        note=chip.texts.get("host_link", ""),
    )
    return quotient(f"{chip.name}: PCIe, one way", both, _TWO, "GB/s", "both ways / 2")
