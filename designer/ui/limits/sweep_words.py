"""A sweep in words: what fails in the names of the drawing, what it costs, and how far it has come."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QPixmap

from designer.analysis.limits.records import Sweep, SweepLoss
from designer.analysis.limits.swept_network import FABRIC
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, figure_text, percent_text
from designer.model.naming import copy_title, title_of
from designer.model.parts.part import NETWORK_WORDS
from designer.model.wording import listed
from designer.ui.app.headline import place_name
from designer.ui.app.what_if import count_of
from designer.ui.panels.failures.failure_words import left_text
from designer.ui.widgets.lists.table_model import Column

SINGLE: Final = "Single point"
_HARDLY: Final = 1e-6
SINGLE_LINE: Final = "Single point of failure: without it, {} the others."


def element_words(design: Design, name: str) -> str:
    """Return the name in the drawing of what fails as NAME: "Leaf switch 4", "cable 13 of Uplinks"."""
    base, copy = CopyId.read(name)
    if base not in design.nodes and base not in design.links:
        return name
    if base in design.links:
        place = place_name(design, base)
        cable = copy_title("cable", copy or 0) if count_of(design, base) > 1 else "the cable"
        return f"{cable} of {place}"
    return title_of(design, name)


def loss_words(design: Design, loss: SweepLoss) -> str:
    """Return what fails together: "Leaf switch 1 and Spine switch 2"."""
    words = " and ".join(element_words(design, name) for name in loss.ids)
    return words[:1].upper() + words[1:]


def single_words(loss: SweepLoss) -> str:
    """Return the reason why LOSS cuts endpoints off; "" where it does not."""
    if not loss.cut_off:
        return ""
    ends = f"{count_text(loss.cut_off)} endpoint{'s do' if loss.cut_off != 1 else ' does'} not reach"
    if len(loss.ids) == 1:
        return SINGLE_LINE.format(ends)
    return f"Without both, {ends} the others."


class LossColumns:
    """The columns of the ranking, in the names of one design.

    Attributes:
        design: Whose names are shown.
        mark: Picture of a single point of failure.
    """

    def __init__(self) -> None:
        self.design = Design()
        self.mark: QPixmap | None = None

    def columns(self) -> tuple[Column[SweepLoss], ...]:
        """All of them."""
        return (
            Column("What fails", self._what, tip=self._what_tip, strong=_is_single),
            Column("Services lost", _services, _services_order, right=True, width=96, tip=self._services_tip),
            Column("Answers lost", _answers, _answers_order, right=True, width=96),
            Column("Training", _days, _days_order, right=True, width=124, tip=_days_tip),
            Column("Bandwidth lost", _lost, _lost_order, right=True, width=112),
            Column("Remains", _remains, _remains_order, right=True, width=76),
            Column("Accelerators lost", _accelerators, _accelerators_order, right=True, width=124),
            Column("Alike", _alike, _alike_order, right=True, width=64, tip=_alike_tip),
            Column(
                "",
                _sign,
                _sign_order,
                width=124,
                tip=single_words,
                strong=_is_single,
                mark=self._mark,
                heading="What it cuts off",
            ),
        )

    def _what(self, loss: SweepLoss) -> str:
        return loss_words(self.design, loss)

    def _what_tip(self, loss: SweepLoss) -> str:
        return f"{loss_words(self.design, loss)}\n{loss.reason}"

    def _services_tip(self, loss: SweepLoss) -> str:
        words = [
            f"{title}: {listed([place_name(self.design, one) for one in ids])}"
            for title, ids in (("Lost", loss.lost_services), ("Degraded", loss.degraded_services))
            if ids
        ]
        return "\n".join(words) or "No service feels it."

    def _mark(self, loss: SweepLoss) -> QPixmap | None:
        return self.mark if loss.cut_off else None


def _is_single(loss: SweepLoss) -> bool:
    return bool(loss.cut_off) and len(loss.ids) == 1


def cost_figure(loss: SweepLoss) -> tuple[str, Figure]:
    """Return what LOSS costs first of all, with its name: answers, training, else bandwidth."""
    if loss.answers_lost is not None and loss.answers_lost.value:
        return "Answers lost", loss.answers_lost
    if loss.days_added is not None and loss.days_added.value != 0.0:
        return "Training added", loss.days_added
    return "Bandwidth lost", loss.lost_gbps


def _services(loss: SweepLoss) -> str:
    if loss.lost_services:
        return count_text(len(loss.lost_services))
    return "degraded" if loss.degraded_services else "none"


def _services_order(loss: SweepLoss) -> float:
    return len(loss.lost_services) + (0.5 if loss.degraded_services else 0.0)


def _answers(loss: SweepLoss) -> str:
    figure = loss.answers_lost
    if figure is None:
        return "–"
    return ("none" if figure.value < _HARDLY else percent_text(figure.value)) if figure.value is not None else "unknown"


def _answers_order(loss: SweepLoss) -> float:
    figure = loss.answers_lost
    return -1.0 if figure is None or figure.value is None else figure.value


def _days(loss: SweepLoss) -> str:
    figure = loss.days_added
    if figure is None:
        return "–"
    if figure.value is None:
        return "stops"
    return f"+ {figure_text(figure, ranged=False)}" if figure.value > _HARDLY else "as before"


def _days_order(loss: SweepLoss) -> float:
    figure = loss.days_added
    if figure is None:
        return -1.0
    return float("inf") if figure.value is None else figure.value


def _days_tip(loss: SweepLoss) -> str:
    said = {"–": "Nothing is trained.", "stops": "The longest training no longer ends."}
    return said.get(_days(loss), f"The longest training: {_days(loss)}")


def _lost(loss: SweepLoss) -> str:
    return figure_text(loss.lost_gbps) if loss.lost_gbps.value else "none"


def _lost_order(loss: SweepLoss) -> float:
    return loss.lost_gbps.value or 0.0


def _remains(loss: SweepLoss) -> str:
    return left_text(loss.remaining_share.value)


def _remains_order(loss: SweepLoss) -> float:
    share = loss.remaining_share.value
    return -1.0 if share is None else share


def _accelerators(loss: SweepLoss) -> str:
    return count_text(loss.lost_accelerators) if loss.lost_accelerators else "none"


def _accelerators_order(loss: SweepLoss) -> int:
    return loss.lost_accelerators


def _alike(loss: SweepLoss) -> str:
    return count_text(loss.alike)


def _alike_order(loss: SweepLoss) -> int:
    return loss.alike


def _alike_tip(loss: SweepLoss) -> str:
    if loss.alike == 1:
        return "No other loses the same at the same place."
    return f"{count_text(loss.alike)} lose the same at the same place, this one counted."


def _sign(loss: SweepLoss) -> str:
    if _is_single(loss):
        return SINGLE
    return f"Cuts off {count_text(loss.cut_off)}" if loss.cut_off else ""


def _sign_order(loss: SweepLoss) -> int:
    return loss.cut_off


def things(order: int, count: int) -> str:
    """COUNT of what is tried: "1 failure", "4,950 pairs"."""
    one = "failure" if order == 1 else "pair"
    return f"{count_text(count)} {one}{'s' if count != 1 else ''}"


def progress_words(order: int, done: int, count: int, rate: float) -> str:
    """Return how far it is, RATE a second (0: not known): "1,204 of 4,950 pairs, 830 a second"."""
    words = f"{count_text(done)} of {things(order, count)}"
    return f"{words}, {count_text(rate)} a second" if rate >= 0.5 else words


def outcome_words(found: Sweep) -> str:
    """Return what came out of it.

    As "66 elements, each failed by itself: 60 cost something, 6 nothing. 2 single points ...".
    """
    if not found.elements:
        return ""
    counted = f"{count_text(found.elements)} element{'s' if found.elements != 1 else ''}"
    how = "each failed by itself" if found.order == 1 else f"{things(2, found.combinations)}"
    where = "" if found.network == FABRIC else f"In the {NETWORK_WORDS[found.network]}: "
    words = (
        f"{where}{counted}, {how}: {count_text(found.harmful)} cost something, {count_text(found.harmless)} nothing."
    )
    if found.stopping:
        words += f" {count_text(found.stopping)} stop{'' if found.stopping != 1 else 's'} services."
    if found.order == 2:
        cut = f"{count_text(found.cutting)} cut{'s' if found.cutting == 1 else ''} endpoints off."
        return f"{words} {cut}" if found.cutting else words
    if found.cutting:
        return f"{words} {count_text(found.cutting)} single point{'s' if found.cutting != 1 else ''} of failure."
    return (
        f"{words} No single point of failure in the {NETWORK_WORDS[found.network]}." if found.ended == "done" else words
    )


def joined_notes(notes: Sequence[str]) -> str:
    """NOTES in one paragraph, each once."""
    return " ".join(dict.fromkeys(notes))
