"""Losses beyond the fabric by failures: services, answers, days of training and accelerators.

Each failure is worked out whole, as `analyze(design, fail=…)` does it: power, cooling and network first, then the work
on what is left (METHOD_CHAIN.md 4, "one operator").
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from designer.analysis.limits.elements import NEVER_FAILING
from designer.analysis.quantities import role_of
from designer.analysis.results import ResilienceResult
from designer.analysis.run import analyze
from designer.model.design import Design
from designer.model.figures.figure import Figure, difference, leaf, quotient
from designer.model.wording import listed, noun

_HARDLY: Final = 1e-6
_DIGITS: Final = 6


class ServiceLoss(NamedTuple):
    """Losses with a failure; equal where two take the same along.

    Attributes:
        lost: Ids of services that give nothing any more, in design order.
        degraded: Ids of those that give less, answer slower or have one fewer to fall back on.
        answers: Answers per second before and after; None where unknown or nobody asks.
        days: Days of the longest training before and after; None where unknown or nothing is trained.
        accelerators: That no longer run, slowed ones by how far they are slowed.
    """

    lost: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    answers: tuple[float | None, float | None] = (None, None)
    days: tuple[float | None, float | None] = (None, None)
    accelerators: int = 0

    @property
    def answers_lost(self) -> float:
        """Share of the answers that is lost, 0…1; 0 also where it is unknown, for the order alone."""
        before, after = self.answers
        return max(0.0, 1.0 - after / before) if before and after is not None else 0.0

    @property
    def days_added(self) -> float:
        """Days that the longest training takes more; infinite where it no longer ends, for the order alone."""
        before, after = self.days
        if before is None:
            return 0.0
        return float("inf") if after is None else max(0.0, after - before)

    @property
    def harms(self) -> bool:
        """Return True when anything at all is lost."""
        return bool(
            self.lost or self.degraded or self.accelerators or self.answers_lost > _HARDLY or self.days_added > _HARDLY
        )

    @property
    def rank(self) -> tuple[float, float, int]:
        """The worst first: answers lost, days added, services lost."""
        return -round(self.answers_lost, _DIGITS), -round(self.days_added, _DIGITS), -len(self.lost)


class ServiceTrials:
    """A design, ready to lose one thing after the other, beside what has failed already.

    Attributes:
        works: Whether services are drawn that a failure could take along.
        supplied: Whether power or cooling is drawn.
    """

    def __init__(self, design: Design, fail: Collection[str] = ()) -> None:
        self._design = design
        self._fail = tuple(fail)
        roles = {role_of(node) for node in design.nodes.values()}
        self.works = "software" in roles
        self.supplied = bool(roles & {"power", "cooling"})
        before = analyze(design, fail=self._fail).resilience if self._fail and (self.works or self.supplied) else None
        self._gone = {one.id: one.state for one in before.lost} if before is not None else {}
        self._before = before

    def without(self, names: Collection[str]) -> ServiceLoss:
        """Return what goes with NAMES, as `--fail` takes them.

        Raises:
            RefusedInput: the design has none of that name.
        """
        found = analyze(self._design, fail=tuple(dict.fromkeys((*self._fail, *names)))).resilience
        if found is None:
            return ServiceLoss()
        services = [
            one
            for one in found.lost
            # Services that were down before are no loss of this failure.
            if _is_service(self._design, one.id) and self._gone.get(one.id) not in {one.state, "lost"}
        ]
        running = self._pair(found, "accelerators")
        return ServiceLoss(
            lost=tuple(one.id for one in services if one.state == "lost"),
            degraded=tuple(one.id for one in services if one.state == "degraded"),
            answers=self._pair(found, "answers_per_s"),
            days=self._pair(found, "training_days"),
            accelerators=round((running[0] or 0.0) - (running[1] or 0.0)),
        )

    def _pair(self, found: ResilienceResult, name: str) -> tuple[float | None, float | None]:
        """A figure before and after: without what failed already, and with it."""
        effect = next((one for one in found.effects if one.name == name), None)
        if effect is None:
            return None, None
        earlier = next((one for one in self._before.effects if one.name == name), None) if self._before else None
        return _rounded(earlier.after if earlier else effect.before), _rounded(effect.after)


def _is_service(design: Design, node_id: str) -> bool:
    """Return True when NODE_ID is software that gives something; who only asks is none."""
    node = design.nodes[node_id]
    return role_of(node) == "software" and node.kind not in NEVER_FAILING


def _rounded(figure: Figure) -> float | None:
    return None if figure.value is None else float(f"{figure.value:.9g}")


def answers_figure(loss: ServiceLoss, names: str) -> Figure | None:
    """Return the share of the answers that is lost without NAMES; None where nobody asks."""
    before, after = loss.answers
    if before is None:
        return None
    whole = leaf("answers per second", before, "1/s", operation="routing", note="On all that stands.")
    left = leaf(f"answers per second without {names}", after, "1/s", operation="routing", note="On what is left.")
    return quotient("share of the answers lost", difference("answers lost", whole, left, "1/s"), whole, "")


def days_figure(loss: ServiceLoss, names: str) -> Figure | None:
    """Return the days that the longest training takes more without NAMES; None where nothing is trained."""
    before, after = loss.days
    if before is None:
        return None
    whole = leaf("days of the longest training", before, "days", operation="routing", note="On all that stands.")
    left = leaf(f"days without {names}", after, "days", operation="routing", note="On what is left.")
    return difference("days of training added", left, whole, "days")


def loss_sentence(design: Design, loss: ServiceLoss) -> str:
    """Return what LOSS takes along, in plain words; "" when no service feels it."""
    words: list[str] = []
    if loss.lost:
        names = listed(design.nodes[one].title for one in loss.lost)
        words.append(f"{names} {noun(len(loss.lost), 'gives', 'give')} nothing")
    if loss.answers_lost > _HARDLY:
        share = loss.answers_lost
        words.append("all answers are lost" if share >= 1.0 - _HARDLY else f"{share:.1%} of the answers are lost")
    if loss.days_added == float("inf"):
        words.append("the longest training no longer ends")
    elif loss.days_added > _HARDLY:
        words.append(f"training takes {loss.days_added:.3g} days longer")
    if loss.degraded and not loss.lost:
        names = listed(design.nodes[one].title for one in loss.degraded)
        words.append(f"{names} {noun(len(loss.degraded), 'is', 'are')} degraded")
    elif loss.degraded:
        words.append(f"{len(loss.degraded):,} more {'are' if len(loss.degraded) > 1 else 'is'} degraded")
    return ", ".join(words)


_NAMED: Final = 3
