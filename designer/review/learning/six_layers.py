"""Six layers in six minutes: what a newcomer asks, answered with the figures of a design, layer by layer."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.results import Results
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import figure_text
from designer.model.kinds import APPLICATIONS, FRAMEWORKS, INFERENCE, KINDS, MODEL_API
from designer.model.money.conversion import in_currency
from designer.model.wording import listed
from designer.review.bottleneck_words import said_of_results
from designer.review.headline_figures import BY_KEY, headline_value

_CLOUD: Final = "cloud"
_NOT_KNOWN: Final = "That is worked out only with figures, which are not there yet."


class Said(NamedTuple):
    """A figure in a sentence.

    Attributes:
        label: What its "Why?" is headed with.
        figure: The figure, money in the currency of the design.
    """

    label: str
    figure: Figure

    @property
    def text(self) -> str:
        """Return it with its unit, as the strip of figures writes it."""
        return figure_text(self.figure)


Piece = str | Said


class Stop(NamedTuple):
    """One stop of the walk.

    Attributes:
        key: Its name in code and tests.
        layer: Title of the layer.
        question: What a newcomer asks there.
        pieces: The answer: words, and figures that stand between them.
        view: Id of the saved view that shows it, where the design has that view.
        ids: Nodes that are shown where it has not.
    """

    key: str
    layer: str
    question: str
    pieces: tuple[Piece, ...]
    view: str
    ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the answer as plain text."""
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces).strip()


def six_layers(design: Design, results: Results | None) -> tuple[Stop, ...]:
    """Return the walk through DESIGN; what it lacks is said, and no figure is one of a sample."""
    teller = _Teller(design, results)
    return (
        _stop(
            design,
            "stack",
            "Serving and applications",
            "What is the AI stack?",
            teller.stack(),
            "layers",
            {"serving_apps"},
        ),
        _stop(
            design,
            "training",
            "Training",
            "Training or inference hardware?",
            teller.training(),
            "learning",
            {"training"},
        ),
        _stop(design, "data", "Data", "What is a vector database for?", teller.data(), "", {"data_storage"}),
        _stop(design, "cloud", "Cloud", "What does the cloud cost?", teller.cloud(), "", {_CLOUD}),
        _stop(
            design,
            "machines",
            "Servers and fabric",
            "Why do chips decide the cost?",
            teller.machines(),
            "room",
            {"servers_fabric"},
        ),
        _stop(design, "facility", "Facility", "What feeds it all?", teller.facility(), "power-view", {"facility"}),
    )


def as_page(stops: tuple[Stop, ...], design: Design) -> str:
    """Return the walk as a page of the guide, Markdown."""
    lines = [
        "# Six layers in six minutes",
        "",
        f"A walk through the sample *{design.name}*: *Help › Six layers in six minutes* shows the same on the canvas, "
        "where each figure opens its *Why?*, and the sentences follow whatever you change. The [glossary](glossary.md) "
        "explains the words.",
    ]
    for number, stop in enumerate(stops, start=1):
        lines += ["", f"## {number}. {stop.layer}: {stop.question}", "", stop.text]
    return "\n".join(lines) + "\n"


def _stop(
    design: Design,
    key: str,
    layer: str,
    question: str,
    pieces: Iterator[Piece],
    view: str,
    layers: Collection[str],
) -> Stop:
    ids = tuple(node.id for node in design.nodes_in_order() if node.part and KINDS[node.kind].layer in layers)
    return Stop(key, layer, question, tuple(pieces), view if view in design.views else "", ids)


class _Teller:
    """Tells of one design; each method yields words and figures of one stop."""

    def __init__(self, design: Design, results: Results | None) -> None:
        self._design = design
        self._results = results
        self._book = design.settings.prices

    def stack(self) -> Iterator[Piece]:
        yield "All that lies between a question and its answer: applications, models, data, machines and power. "
        yield "Each layer needs those below it. "
        work = self._results.workloads if self._results is not None else None
        if work is None:
            yield f"{_NOT_KNOWN} "
        elif not work.services:
            yield "Nobody asks anything of this design yet. "
        else:
            yield from self._known("Here an answer begins after ", self._headline("first_token"), "")
            yield from self._known(" and goes on with a token each ", self._headline("token"), ". ")
            fullest = said_of_results(self._design, self._results).fullest
            yield f"{fullest} " if fullest else ""
        yield self._frameworks(APPLICATIONS, "An application framework", "holds the steps of the application")
        yield self._frameworks(INFERENCE, "An inference server", "keeps the model in memory and answers many at once")

    def training(self) -> Iterator[Piece]:
        yield "Training needs many accelerators at the same time and a fabric between them; inference needs memory for "
        yield "the model and for each request, and may grow server by server. "
        work = self._results.workloads if self._results is not None else None
        if work is None:
            yield _NOT_KNOWN
            return
        for job in work.training:
            yield from self._known(
                f"{self._title(job.id)} keeps ", self._said("Accelerators", job.accelerators), " accelerators busy"
            )
            yield from self._known(" for ", self._said("Training run", job.wall_days), "")
            yield from self._known(
                " and takes ", self._said("Memory needed", job.memory_needed_gb), " of memory on each"
            )
            yield ". "
        for engine in work.serving:
            yield from self._known(
                f"{self._title(engine.id)} may run on ", self._said("Accelerators", engine.accelerators), ""
            )
            yield from self._known(
                ", of which its busiest hour takes ", self._said("Accelerators needed", engine.accelerators_needed), ""
            )
            yield ". "
        if not work.training:
            yield "This design trains nothing. "
        yield self._frameworks(FRAMEWORKS, "A training framework", "splits the work over the accelerators")

    def data(self) -> Iterator[Piece]:
        yield "It finds the passages that fit a question by their meaning, so that a model answers from documents "
        yield "that it was never trained on. "
        work = self._results.workloads if self._results is not None else None
        if work is None:
            yield _NOT_KNOWN
            return
        for index in work.retrieval:
            yield from self._known(
                f"The index of {self._title(index.id)} takes ", self._said("Memory of the index", index.memory_gb), ""
            )
            yield from self._known(" of ", self._said("Memory of its hosts", index.memory_has_gb), "")
            yield from self._known(", and a query takes ", self._said("Time of a query", index.query_s), "")
            yield ". "
        if not work.retrieval:
            yield "This design has no vector database. "

    def cloud(self) -> Iterator[Piece]:
        cost = self._results.cost if self._results is not None else None
        if cost is None:
            yield _NOT_KNOWN
            return
        sits = where_it_sits(self._design, cost)
        rented = next((share for share in sits.by_layer if share.key == _CLOUD), None)
        if rented is None:
            yield "Nothing of this design is rented. "
        else:
            yield from self._known("What is rented here costs ", self._said("Cloud", rented.usd_per_month), "")
            yield from self._known(", of ", self._headline("month"), " in all")
            yield ". "
        apis = [node for node in self._nodes() if node.kind == MODEL_API]
        if apis:
            yield f"{listed([one.title for one in apis])} is paid by the token: no machine is needed, and "
            yield "nothing is paid while nobody asks. "
        yield "Own machines cost the same whether they are used or not, so the fuller they are the more they save; "
        yield "*Money › Own, cloud or tokens* shows where the lines cross."

    def machines(self) -> Iterator[Piece]:
        cost = self._results.cost if self._results is not None else None
        if cost is None:
            yield _NOT_KNOWN
            return
        owned = [
            one for one in where_it_sits(self._design, cost).by_kind if one.capex_usd.known and one.capex_usd.value
        ]
        if not owned:
            yield "Nothing is bought in this design. "
            return
        first = owned[0]
        yield f"Of what is bought, {first.name.lower() if first.name[1:].islower() else first.name} cost most: "
        yield from self._known("", self._said(first.name, first.usd_per_month), ", paid off and run")
        yield ". "
        holders = {KINDS[node.kind].title for node in self._nodes() if KINDS[node.kind].role == "host"}
        if any(first.name.startswith(title) for title in holders):
            yield "They hold the chips. "
        else:
            yield "In this design it is not the machines with the chips. "
        yield from self._known(
            "Around them stand power, cooling and network: the equipment draws ", self._headline("it"), ""
        )
        yield from self._known(" in use, with ", self._headline("accelerators"), " accelerators")
        yield from self._known(", each of which comes to ", self._headline("accelerator_hour"), "")
        yield "."

    def facility(self) -> Iterator[Piece]:
        if self._results is None or self._results.power is None:
            yield _NOT_KNOWN
            return
        yield from self._known("Equipment draws ", self._headline("it"), "")
        yield from self._known(", and the whole site ", self._headline("facility"), " with cooling and losses")
        yield ". "
        yield from self._known("The most that it must be built for is ", self._headline("it_max"), " of equipment")
        yield from self._known(", which leaves as ", self._headline("heat"), " of heat")
        yield ". "
        yield from self._known("All of it is ", self._headline("buy"), " to buy")
        yield from self._known(" and ", self._headline("run"), " to run")
        yield "."

    def _nodes(self) -> Iterator[Node]:
        return (node for node in self._design.nodes_in_order() if node.part)

    def _title(self, node_id: str) -> str:
        return self._design.nodes[node_id].title

    def _frameworks(self, kinds: frozenset[str], noun: str, what: str) -> str:
        names = [node.title for node in self._nodes() if node.kind in kinds]
        return f"{noun} {what}: {listed(names)} here. " if names else ""

    def _headline(self, key: str) -> Said | None:
        figure = headline_value(key, self._results, self._book)
        return Said(BY_KEY[key].title, figure) if figure is not None else None

    def _said(self, label: str, figure: Figure) -> Said:
        return Said(label, in_currency(figure, self._book))

    @staticmethod
    def _known(before: str, said: Said | None, after: str) -> Iterator[Piece]:
        """Yield words around a figure; one that is unknown says so, and one that is not asked for says nothing."""
        if said is not None:
            yield before
            yield said
            yield after
