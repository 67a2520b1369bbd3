"""Longest waits that users of an engine are promised, by the engine itself or by what asks it."""

from collections.abc import Iterator
from math import inf
from typing import Final, NamedTuple

from designer.analysis.quantities import value_of
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.model.design import Design, Node

_MS: Final = 1e-3


class Promised(NamedTuple):
    """The shortest of what is promised, in seconds; infinite where nothing is.

    Attributes:
        token_s: Time per token.
        first_s: First token.
    """

    token_s: float = inf
    first_s: float = inf

    @property
    def any(self) -> bool:
        """Return True when anything is promised."""
        return self.token_s < inf or self.first_s < inf

    @property
    def words(self) -> str:
        """As it stands in a sentence: "50 ms a token and 2 s to the first"."""
        token = f"{self.token_s * 1e3:,.4g} ms a token" if self.token_s < inf else ""
        first = f"{self.first_s:,.4g} s to the first" + ("" if token else " token") if self.first_s < inf else ""
        return " and ".join(filter(None, (token, first)))


def promised_of(design: Design, graph: ServiceGraph, node: Node) -> Promised:
    """Return what NODE, an engine, has to keep: its own promises and those of the services that ask it.

    The first token of a service that asks several models is not that of one of them, and is left out.
    """
    token, first = inf, inf
    for one in _with_callers(design, graph, node):
        within = value_of(design, one, "token_within_ms")
        token = min(token, within * _MS if within else inf)
        asked = value_of(design, one, "model_calls") or 1.0
        within = value_of(design, one, "first_token_within_s") if one is node or asked <= 1.0 else None
        first = min(first, within or inf)
    return Promised(token, first)


def _with_callers(design: Design, graph: ServiceGraph, node: Node) -> Iterator[Node]:
    yield node
    for edge in graph.asked_by.get(node.id, ()):
        if edge.asks and edge.a in design.nodes:
            yield design.nodes[edge.a]
