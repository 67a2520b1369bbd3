"""The chapter of the network: what it carries, its tiers, its cables."""

from designer.drawing.report_page import Block, Prose, ReportChapter
from designer.export.report.context import ReportContext, notes
from designer.export.report.sentences import how_it_is_wired
from designer.model.design import View
from designer.model.figures.figure_text import count_text, figure_text, percent_text, ratio_text
from designer.model.parts.part import NETWORK_WORDS

_LOGICAL = "How it hangs together: alike devices are one tile, all that joins two of them is one line."


def network_chapter(context: ReportContext) -> ReportChapter | str:
    """Return the chapter of the network; why there is none where nothing is wired."""
    counts, network = context.results.counts, context.results.network
    if not counts.cables:
        return "Nothing is wired by a cable of one's own."
    told = [*how_it_is_wired(context)]
    blocks: list[Block] = []
    if told[1:]:
        blocks.append(Prose(said=tuple(told[1:])))
    view = View(id="report-logical", name="", shows="topology-logical", detail="plain")
    blocks.append(context.plate(view, _LOGICAL))
    if network is not None and network.tiers:
        rows = [
            (
                tier.name.capitalize(),
                count_text(sum(context.design.total_copies(one) for one in tier.nodes if one in context.design.nodes)),
                figure_text(tier.down_gbps, ranged=False),
                figure_text(tier.up_gbps, ranged=False) if tier.up_gbps.value else "–",
                ratio_text(tier.oversubscription.value) if tier.oversubscription.value is not None else "–",
            )
            for tier in network.tiers
        ]
        columns = (("Switches", 0.32), ("how many", 0.14), ("down", 0.18), ("up", 0.18), ("down over up", 0.18))
        blocks.append(context.table("Tiers of switches", columns, [*rows], numbers=(1, 2, 3, 4)))
    # Alike parts are told once.
    full = dict.fromkeys(
        (context.name_of(one.id), percent_text(one.utilisation.value), one.reason)
        for one in (network.bottlenecks if network is not None else ())
        if one.utilisation.known
    )
    if full:
        columns = (("Part", 0.3), ("full", 0.1), ("why", 0.6))
        blocks.append(context.table("What is full first as all send to all", columns, [*full], numbers=(1,)))
    media = [
        (NETWORK_WORDS.get(medium, medium).capitalize(), count_text(number))  # type: ignore[call-overload]
        for medium, number in sorted(counts.cables_by_medium.items(), key=lambda pair: -pair[1])
        if number
    ]
    if media:
        blocks.append(context.table("Cables", (("Of", 0.7), ("how many", 0.3)), media, numbers=(1,)))
    if network is not None and network.notes:
        blocks.append(notes(network.notes))
    return ReportChapter(id="network", heading="Network", claim=told[0] if told else None, blocks=tuple(blocks))
