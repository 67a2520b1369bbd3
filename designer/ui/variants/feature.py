"""Variants in the window: the commands, and the button that says which design of a project is in sight."""

from typing import Final

from designer.model.records import RefusedInput
from designer.store.project import OpenedProject
from designer.store.variants import variants_of
from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature
from designer.ui.variants.open_designs import open_variant, read_open_project, tell_count

_FIRST: Final = "Variants lie in the file of a project, so that the design is saved as one first."


def _project(context: Context) -> OpenedProject | None:
    """Return what the file of the open design holds, saved first where it has none; None where that is not wanted."""
    if context.workspace is None:
        return None
    if context.files.path is None:
        context.say(_FIRST)
        if not context.files.save_as():
            return None
    try:
        project = read_open_project(context)
    except RefusedInput as problem:
        context.questions.tell("The variants cannot be shown.", str(problem))
        return None
    tell_count(context, project)
    return project


def _new(context: Context) -> None:
    """Offer a name for a copy of the open design; Enter makes it."""
    if (project := _project(context)) is not None:
        from designer.ui.variants.variants_dialog import VariantsDialog

        dialog = VariantsDialog(context, project)
        dialog.open()
        dialog.new_name.setFocus()
        dialog.new_name.selectAll()


def _show(context: Context) -> None:
    """List the designs of the project."""
    if (project := _project(context)) is not None:
        from designer.ui.variants.variants_dialog import VariantsDialog

        VariantsDialog(context, project).open()


def _step(context: Context) -> None:
    """Go to the next design of the project, from the last to the first."""
    if context.workspace is None or context.files.path is None:
        return
    project = _project(context)
    if project is None:
        return
    ids = [one.id for one in variants_of(project)]
    if len(ids) < 2:
        context.say("This project holds one design; make a variant of it first.")
        return
    here = ids.index(context.files.variant) if context.files.variant in ids else -1
    open_variant(context, ids[(here + 1) % len(ids)])


VARIANTS: Final = Feature(
    commands=(
        Command("variants.new", "New variant…", "File/Variants", _new, "Ctrl+Alt+N", "duplicate", "design"),
        Command("variants.show", "Variants…", "File/Variants", _show, "Ctrl+Alt+G", "list", "design"),
        Command("variants.next", "Next variant", "File/Variants", _step, "Ctrl+Alt+PgDown", "", "design"),
    ),
)
