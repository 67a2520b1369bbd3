"""Words on who fills a link: on the card over a wire and in the inspector."""

from typing import NamedTuple

from designer.analysis.limits.records import LinkFillers
from designer.model.design import Design
from designer.model.figures.figure_text import percent_text
from designer.model.naming import title_of


class Share(NamedTuple):
    """One flow, or all others, and its share of what the fullest cable carries."""

    name: str
    share: str


def fullest_words(design: Design, found: LinkFillers) -> str:
    """Return which cable is meant: "On its fullest cable, Leaf switch 1 → Spine switch 2"."""
    cable = f"on its fullest cable, {_called(design, found.start)} → {_called(design, found.end)}"
    # Of another routing no flow's own way is known.
    return f"O{cable[1:]}" if found.as_drawn else f"With equal shares (ECMP), {cable}"


def shares_of(design: Design, found: LinkFillers) -> tuple[Share, ...]:
    """The largest flows with their shares, those between the same two groups as one, all others together last."""
    alike: dict[str, list[float]] = {}
    for one in found.fillers:
        alike.setdefault(f"{_called(design, one.source)} → {_called(design, one.target)}", []).append(one.share)
    shares = [
        Share(f"{name} (×{len(parts)})" if len(parts) > 1 else name, percent_text(sum(parts)))
        for name, parts in alike.items()
    ]
    if found.others_gbps > 0:
        rest = percent_text(found.others_gbps / found.gbps)
        shares.append(Share("and others" if found.fillers else "many small flows", rest))
    return tuple(shares)


def _called(design: Design, end: str) -> str:
    """Return what people call END of a flow, a copy or several alike: "16 × dgx" is 16 × DGX H100."""
    many, times, name = end.rpartition(" × ")
    return f"{many}{times}{title_of(design, name)}"
