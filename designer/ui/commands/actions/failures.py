"""The commands that take things as failed and mend them."""

from collections.abc import Sequence

from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.ui.commands.context import Context


def toggle(context: Context) -> None:
    """Fail one copy or cable of what is selected, or mend it."""
    if work := context.workspace:
        work.fail(work.canvas.selected_ids())


def every(context: Context) -> None:
    """Fail all copies and cables of what is selected, or mend them."""
    if work := context.workspace:
        work.fail(work.canvas.selected_ids(), every=True)


def plane(context: Context) -> None:
    """Fail the planes of the switches that are selected, or mend them."""
    if work := context.workspace:
        design = work.document.design
        chosen = [name for name in work.canvas.selected_ids() if name in design.nodes]
        try:
            work.document.what_if.toggle_names(planes_of(design, chosen))
        except RefusedInput as problem:
            work.message.emit(str(problem))


def mend(context: Context) -> None:
    """Mend all that has failed."""
    if work := context.workspace:
        work.document.what_if.mend()


def planes_of(design: Design, ids: Sequence[str]) -> tuple[str, ...]:
    """The switches of the planes of IDS, as what can fail.

    Raises:
        RefusedInput: there is nothing that has a plane, or one plane is all that there is.
    """
    if not ids:
        raise RefusedInput("Select a switch first: what hangs together with it without passing a host is its plane.")
    from designer.analysis.network.planes import plane_of  # with scipy, when it is asked for

    found = [plane_of(design, one) for one in ids]
    whole = next((one for one in found if one.planes == 1), None)
    if whole is not None:
        raise RefusedInput(
            f"All {whole.of:,} switches of the {whole.medium} network reach one another without passing a host: they "
            "are one plane, and with it all would fail. Fail switches one by one instead (X)."
            if whole.of > 1
            else f"It is the only switch of the {whole.medium} network, so its plane is all there is (X fails it)."
        )
    return tuple(dict.fromkeys(name for one in found for name in one.names))
