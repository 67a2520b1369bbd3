"""Text of one slide, in everyday words."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from designer.analysis.chain.point_words import (
    cut_off_words,
    lost_storage_words,
    services_of,
    stops_words,
    worst_point,
)
from designer.analysis.money.cost_lines import paid_lines
from designer.analysis.results import CostResult, Failure, Results
from designer.drawing.design_views import SLIDE_VIEWS
from designer.model.design import Design, View
from designer.model.figures.completeness import gaps
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import (
    CURRENCY_WORDS,
    SIZE_WORDS,
    count_text,
    counted_text,
    number_text,
    percent_text,
    shown,
)
from designer.model.kinds import KINDS
from designer.model.money.pricing import PriceBook
from designer.review.bottleneck_words import said_of_results
from designer.review.findings import Finding
from designer.review.headline_figures import BY_KEY, delivered_words, headline_sure, headline_value, shown_in
from designer.ui.app.headline import kind_words, place_name

_NAMED_STOPPED: Final = 2


class SlideFigure(NamedTuple):
    """One of the figures: caption, number, unit and a line below."""

    caption: str
    number: str
    unit: str
    below: str


class Slide(NamedTuple):
    """All words of one slide; the bottleneck is "" where nobody asks anything."""

    headline: str
    sentence: str
    figures: tuple[SlideFigure, ...]
    notes: str
    bottleneck: str = ""


def slides_of(design: Design, results: Results | None, findings: tuple[Finding, ...]) -> list[tuple[View, Slide]]:
    """The walk: every saved view that can be drawn; without any, one slide of the whole design."""
    views = [view for view in design.views_in_order() if view.shows in SLIDE_VIEWS]
    views = views or [View(id="all", name=design.name, detail="plain")]
    return [(view, slide_of(view, design, results, findings)) for view in views]


def slide_of(view: View, design: Design, results: Results | None, findings: tuple[Finding, ...]) -> Slide:
    """Return the text of the slide of VIEW."""
    return Slide(
        headline=view.caption or view.name or design.name,
        sentence=sentence_of(results, findings, design.settings.prices),
        figures=figures_of(design, results),
        notes=view.notes,
        bottleneck=said_of_results(design, results).sentence,
    )


def sentence_of(
    results: Results | None,
    findings: tuple[Finding, ...],
    book: PriceBook = PriceBook(),  # noqa: B008
) -> str:
    """Cost to buy and to run, and the first thing to fix, in one or two sentences."""
    words: list[str] = []
    if results and results.cost and results.cost.capex_usd.known:
        capex, monthly = headline_value("buy", results, book), headline_value("run", results, book)
        words.append(f"It costs {_money(capex)} to buy")
        if monthly is not None and monthly.known:
            same = gaps(monthly).bound == gaps(capex).bound
            words[0] += f" and {_money(monthly, brief=True, told=same)} a month to run"
        words[0] += "."
    worst = next((finding for finding in findings if finding.severity != "note"), None)
    if worst is not None:
        message = worst.message.rstrip(".")
        words.append(f"To fix first: {message[:1].lower() + message[1:] if message[1:2].islower() else message}.")
    return " ".join(words)


def _money(figure: Figure | None, *, brief: bool = False, told: bool = True) -> str:
    """8.9 to 11.8 million euros; BRIEF after another amount, whose currency, and "at least" if TOLD, hold for it."""
    text = shown(figure)
    number = text.number.replace("–", " to ")
    size = f" {SIZE_WORDS[text.unit[:1]]}" if text.unit[:1] in SIZE_WORDS else ""
    if brief:
        prefix = "" if told else text.prefix or "exactly"
        return f"{prefix} {number}{size}".strip()
    currency = figure.unit.partition("/")[0] if figure is not None else ""
    return f"{text.prefix} {number}{size} {CURRENCY_WORDS.get(currency, currency)}".strip()


def figures_of(design: Design, results: Results | None) -> tuple[SlideFigure, ...]:
    """To buy, to run, power, what serving and training give, and what can fail."""
    book = design.settings.prices
    return (
        _buy(results, book),
        _run(results, book),
        _power(results, book),
        *_work(results, book),
        _failing(design, results),
    )


def _work(results: Results | None, book: PriceBook) -> Iterator[SlideFigure]:
    """Yield the time of a token and the days of a training, with how sure they are; nothing without such work."""
    for one in shown_in("slides"):
        figure = headline_value(one.key, results, book) if one.of_work else None
        if figure is not None:
            sure = headline_sure(one.key, results) if figure.known else None
            yield _told(one.key, results, book, "; ".join((one.note, *((sure.brief,) if sure is not None else ()))))


def _told(key: str, results: Results | None, book: PriceBook, below: str) -> SlideFigure:
    """The headline figure KEY in plain words, with BELOW under it."""
    caption, figure = BY_KEY[key].plain, headline_value(key, results, book)
    text = shown(figure, ranged=BY_KEY[key].ranged)
    if figure is None:
        return SlideFigure(caption, "–", "", "")
    if not figure.known:
        return SlideFigure(caption, "unknown", "", "")
    return SlideFigure(f"{caption}, {text.prefix}" if text.prefix else caption, text.number, text.unit, below)


def _buy(results: Results | None, book: PriceBook) -> SlideFigure:
    cost = results.cost if results else None
    whole = (cost.capex_usd.value if cost else None) or 0.0
    by_kind = cost.by_kind if cost else {}
    shares = sorted(((figure.value or 0.0, kind) for kind, figure in by_kind.items()), reverse=True)
    words = [
        f"{KINDS[kind].plural.lower()} {percent_text(value / whole)}"
        for value, kind in shares[:3]
        if whole and value and kind in KINDS
    ]
    beside = (delivered_words(cost, book), ", ".join(words))
    return _told("buy", results, book, "; ".join(text for text in beside if text))


def _run(results: Results | None, book: PriceBook) -> SlideFigure:
    cost = results.cost if results else None
    return _told("run", results, book, _running_shares(cost) if cost else "")


def _running_shares(cost: CostResult) -> str:
    """Return what the running cost is made of: "energy 80%, support 20%"."""
    parts = [(line.word, figure) for line, figure in paid_lines(cost, "run")]
    whole = sum(figure.value or 0.0 for _, figure in parts)
    return ", ".join(f"{name} {percent_text(figure.value / whole)}" for name, figure in parts if figure.value and whole)


def _power(results: Results | None, book: PriceBook) -> SlideFigure:
    power = results.power if results else None
    equipment = headline_value("it", results, book)
    told = f"with cooling and losses; equipment {_short(equipment)}"
    return _told("facility", results, book, told if power is not None and power.pue.value else "")


def _short(figure: Figure | None) -> str:
    text = shown(figure, ranged=False)
    return f"{text.number} {text.unit}"


def _failing(design: Design, results: Results | None) -> SlideFigure:
    resilience = results.resilience if results else None
    caption = "What can fail"
    if results is None or resilience is None:
        return SlideFigure(caption, "–", "", "")
    # A network in pieces is broken as it is: what fails next does not matter.
    pieces = results.network.pieces if results.network else None
    if pieces is not None and pieces.apart:
        return SlideFigure(caption, "–", "", f"the network is in {count_text(pieces.count)} pieces as it is")
    # First what services stop without, then what cuts the network, then the worst loss of one switch.
    needed = worst_point(design, resilience.service_points)
    if needed is not None:
        stopped = services_of(design, needed.services)
        many = len(stopped) > _NAMED_STOPPED
        words = f"{count_text(len(stopped))} services stop" if many else stops_words(design, stopped)
        words = f"without {place_name(design, needed.id)}, {words}"
        return SlideFigure(caption, f"1 {_noun(design, needed.id)}", "", words)
    if resilience.single_points_of_failure:
        worst = resilience.single_points_of_failure[0]
        lost = (
            f"{counted_text(worst.lost_accelerators, 'accelerator stops', 'accelerators stop')}"
            if worst.lost_accelerators
            else "traffic stops"
        )
        lost = cut_off_words(worst) if worst.medium != "fabric" else lost + lost_storage_words(worst)
        return SlideFigure(
            caption, f"1 {_noun(design, worst.id)}", "", f"without {place_name(design, worst.id)}, {lost}"
        )
    switches = [failure for failure in resilience.worst_failures if _role(design, failure.id) == "switch"]
    failures = switches or list(resilience.worst_failures)
    if not failures:
        return SlideFigure(caption, "–", "", "nothing is connected yet")
    return _survived(design, results, caption, failures[0])


def _survived(design: Design, results: Results, caption: str, failure: Failure) -> SlideFigure:
    share = failure.remaining_share.value
    below = f"the network goes on at {percent_text(share)}" if share is not None else failure.reason
    node = design.nodes.get(failure.id)
    if node is None:
        return SlideFigure(caption, "1 cable", f"of {count_text(results.counts.cables)}", below)
    together = results.counts.by_kind.get(node.kind, design.total_copies(node.id))
    return SlideFigure(caption, kind_words(node.kind, 1), f"of {number_text(together)}", below)


def _noun(design: Design, record_id: str) -> str:
    node = design.nodes.get(record_id)
    if node is None:
        return "link"
    return KINDS[node.kind].title.lower() if node.kind in KINDS else node.kind


def _role(design: Design, record_id: str) -> str:
    node = design.nodes.get(record_id)
    kind = KINDS.get(node.kind) if node else None
    return kind.role if kind else ""
