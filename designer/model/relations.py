"""Relations: what joins software, data, power and cooling besides cables, which of them fit, and in what words."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from designer.model.design import Node
from designer.model.kinds import KINDS, Kind
from designer.model.parts.part import Medium
from designer.model.records import Record
from designer.model.wording import listed

_NEEDING_WEIGHT: Final = 1.5
"""A place in the needing kind's list counts so much more than one in the giving kind's: it knows what it wants."""
_LAST: Final = 2
"""`depends_on` says the least, so it comes after all that say more, whichever way they go."""
_EXAMPLES: Final = 3
"""So many kinds are named where a message says what would fit."""


class Relation(Record, frozen=True, kw_only=True):
    """One sort of relation between two nodes.

    Attributes:
        id: The medium of its links.
        title: For lists and forms.
        verb: From the end `a` to the end `b`: "LangChain asks vLLM".
        passive: The other way round: "vLLM is asked by LangChain".
        infinitive: After "can": "LangChain can ask …".
        gives: Whether `a` is the end that gives; else `a` is the one that needs.
        help: What it carries, in one sentence.
    """

    id: Medium
    title: str
    verb: str
    passive: str
    infinitive: str
    gives: bool = False
    help: str


RELATIONS: Final[Mapping[Medium, Relation]] = {
    relation.id: relation
    for relation in (
        Relation(
            id="asks",
            title="Asks",
            verb="asks",
            passive="is asked by",
            infinitive="ask",
            help="Requests go to it, and each waits for its answer.",
        ),
        Relation(
            id="runs_on",
            title="Runs on",
            verb="runs on",
            passive="runs",
            infinitive="run on",
            help="It takes its share of the machines there, directly or through an orchestrator.",
        ),
        Relation(
            id="reads",
            title="Reads",
            verb="reads",
            passive="is read by",
            infinitive="read",
            help="Data come from it.",
        ),
        Relation(
            id="writes",
            title="Writes",
            verb="writes to",
            passive="is written by",
            infinitive="write to",
            help="Data and checkpoints go to it.",
        ),
        Relation(
            id="tracks",
            title="Is tracked by",
            verb="is tracked by",
            passive="tracks",
            infinitive="be tracked by",
            help="Its runs are recorded there.",
        ),
        Relation(
            id="depends_on",
            title="Depends on",
            verb="depends on",
            passive="is needed by",
            infinitive="depend on",
            help="It does not work without it; towards an engine, a model API or a store it asks it as well.",
        ),
        Relation(
            id="feeds",
            title="Feeds",
            verb="feeds",
            passive="is fed by",
            infinitive="feed",
            gives=True,
            help="Power goes to it, where the single cords are not drawn.",
        ),
        Relation(
            id="cools",
            title="Cools",
            verb="cools",
            passive="is cooled by",
            infinitive="cool",
            gives=True,
            help="Its heat is taken away, where the single pipes are not drawn.",
        ),
    )
}
RELATION_MEDIA: Final[frozenset[Medium]] = frozenset(RELATIONS)
"""Media of links that need no port and no cable."""


class FittingRelation(NamedTuple):
    """A relation between two nodes; `a` and `b` are its ends as it would be drawn."""

    medium: Medium
    a: str
    b: str


class KindRelation(NamedTuple):
    """A relation between two kinds; TURNED when it goes from the second to the first."""

    medium: Medium
    turned: bool


@lru_cache(maxsize=4096)
def kind_relations(first: str, second: str) -> tuple[KindRelation, ...]:
    """Return the relations that make sense between the kinds FIRST and SECOND, the likeliest first.

    Those that go from FIRST to SECOND come before those that only make sense the other way round. The order is that
    of the needing kind's own list, and where two are close that of the giving kind's.
    """
    found: list[tuple[int, float, KindRelation]] = []
    seen: set[Medium] = set()
    for turn, (a, b) in enumerate(((first, second), (second, first))):
        for relation in RELATIONS.values():
            needing, giving = (b, a) if relation.gives else (a, b)
            needs, gives = _needs(needing), _gives(giving)
            if relation.id in needs and relation.id in gives and relation.id not in seen:
                seen.add(relation.id)
                rank = _NEEDING_WEIGHT * needs.index(relation.id) + gives.index(relation.id)
                place = _LAST if relation.id == "depends_on" else turn
                found.append((place, rank, KindRelation(relation.id, bool(turn))))
    return tuple(fit for _, _, fit in sorted(found, key=lambda one: one[:2]))


def fitting_relations(first: Node, second: Node) -> tuple[FittingRelation, ...]:
    """Return the relations that make sense between FIRST and SECOND, the likeliest first; see `kind_relations`."""
    return tuple(
        FittingRelation(medium, second.id, first.id) if turned else FittingRelation(medium, first.id, second.id)
        for medium, turned in kind_relations(first.kind, second.kind)
    )


def relation_fits(medium: Medium, a: Node, b: Node) -> bool:
    """Return whether relation MEDIUM makes sense as drawn from A to B."""
    return any(fit == (medium, a.id, b.id) for fit in (*fitting_relations(a, b), *fitting_relations(b, a)))


def why_not_related(first: Node, second: Node, medium: Medium | None = None) -> str:
    """Return why MEDIUM, or any relation, does not fit between FIRST and SECOND, and what would."""
    if medium is not None:
        said = f"{first.title} cannot {RELATIONS[medium].infinitive} {second.title}."
    else:
        said = f"Nothing joins {first.title} and {second.title}."
    return f"{said} {what_would_fit(first) or what_would_fit(second)}".rstrip()


def what_would_fit(node: Node) -> str:
    """Return what NODE can be related to, in one sentence; "" when it begins no relation."""
    offers = [_offer(needs, kinds) for needs, kinds in _would_fit(node)]
    return f"{node.title} can {'; '.join(offers)}." if offers else ""


def _needs(kind_id: str) -> tuple[Medium, ...]:
    kind = KINDS.get(kind_id)
    return kind.needs if kind else ()


def _gives(kind_id: str) -> tuple[Medium, ...]:
    kind = KINDS.get(kind_id)
    return kind.gives if kind else ()


def _would_fit(node: Node) -> Iterator[tuple[Relation, list[Kind]]]:
    """Each relation that NODE can begin as it is drawn, with the kinds at its other end, containers last."""
    kinds = sorted(KINDS.values(), key=lambda kind: kind.container)
    for medium in _needs(node.kind):
        if not RELATIONS[medium].gives and medium != "depends_on":
            yield RELATIONS[medium], [kind for kind in kinds if medium in kind.gives]
    for medium in _gives(node.kind):
        if RELATIONS[medium].gives:
            yield RELATIONS[medium], [kind for kind in kinds if medium in kind.needs]


def _offer(relation: Relation, kinds: list[Kind]) -> str:
    names = [_in_a_sentence(kind.plural) for kind in kinds]
    if len(names) > _EXAMPLES:
        names = [*names[:_EXAMPLES], "others"]
    return f"{relation.infinitive} {listed(names, None)}"


def _in_a_sentence(title: str) -> str:
    """TITLE in the middle of a sentence; abbreviations keep their capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
