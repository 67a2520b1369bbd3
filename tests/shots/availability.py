"""Pictures of the availability window: empty, played, refused, and with what to buy next."""

from typing import TYPE_CHECKING

from designer.ui.availability_window.window import AvailabilityWindow

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage


def shoot_availability(stage: "Stage", size: tuple[int, int]) -> None:
    """Machines, services and a job of a whole stack, from the empty window to a purchase."""
    window = stage.window
    window.files.new_from("ai-stack", {})
    stage.analysed()
    window.commands.run("availability.play")
    shown = window.windows.opened(AvailabilityWindow)
    assert shown is not None
    shown.resize(size[0] - 60, size[1] - 60)
    stage.take("availability-empty", shown)
    shown.fields["Histories"].setText("none")
    shown.start()
    stage.take("availability-refused", shown)
    shown.fields["Histories"].setText("100")
    shown.start()
    stage.wait(lambda: not shown.running)
    stage.take("availability", shown)
    shown.buy()
    stage.wait(lambda: not shown.running)
    shown.purchases.choose(0)
    stage.take("availability-purchases", shown)
    shown.fields["Crews"].setText("1")
    stage.take("availability-stale", shown)
    shown.close()
