"""The commands that open the windows about the open design, each of which is loaded when it is first opened."""

from functools import partial

from designer.ui.commands.context import Context, Run


def money(page: int) -> Run:
    """Return what opens a page of the money window.

    Args:
        page: 0 own, rent or tokens; 1 what moves a figure most; 2 the months to come; 3 who takes the money.
    """
    return partial(_money, page=page)


def _money(context: Context, page: int) -> None:
    from designer.ui.costs.money_window import MoneyWindow

    work = context.workspace
    if work is None:
        return

    def make() -> MoneyWindow:
        made = MoneyWindow(work.document, context.questions, context.window)
        made.message.connect(context.say)
        return made

    window = context.windows.get(MoneyWindow, make)
    window.turn_to(page)
    context.windows.bring_up(window)


def smallest_cut(context: Context) -> None:
    """Show what one selection can send another, and what bounds it."""
    from designer.ui.limits.cut_dialog import CutDialog

    work = context.workspace
    if work is None:
        return
    dialog = context.windows.get(CutDialog, lambda: CutDialog(work, context.window))
    context.windows.bring_up(dialog)
    dialog.focus_next_button()


def collectives(context: Context) -> None:
    """Show time and bus bandwidth of collectives by message size and number of ranks."""
    from designer.ui.limits.collectives_window import CollectivesWindow

    work = context.workspace
    if work is None:
        return
    window = context.windows.get(CollectivesWindow, lambda: CollectivesWindow(work, context.questions, context.window))
    context.windows.bring_up(window)


def sweep(context: Context) -> None:
    """Show what the fabric loses when things fail, one or two at a time."""
    from designer.ui.limits.sweep_window import SweepWindow

    work = context.workspace
    if work is not None:
        context.windows.bring_up(context.windows.get(SweepWindow, lambda: SweepWindow(work, context.window)))
