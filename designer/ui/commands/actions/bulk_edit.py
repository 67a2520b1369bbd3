"""The commands that act on many: select by kind, part or words, the format painter, find and replace, swap."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from designer.edit.nodes.bulk_edit import give_look, look_of
from designer.model.design import Node
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from designer.ui.commands.context import Context

if TYPE_CHECKING:
    from designer.review.query_answers import Subject
    from designer.ui.app.document import Document


def subject_of(document: "Document") -> "Subject":
    """Return what a query is asked of."""
    from designer.review.query_answers import Subject

    return Subject(document.design, document.results, document.findings)


def same_kind(context: Context) -> None:
    """Select everything of the kinds that are selected."""
    _alike(context, lambda node: node.kind, lambda node: _plural(node.kind))


def same_part(context: Context) -> None:
    """Select everything of the parts that are selected."""
    _alike(context, lambda node: node.part or "", lambda node: "of the same part")


def query(context: Context) -> None:
    """Ask what to select."""
    work = context.workspace
    if work is None:
        return
    from designer.ui.explore.query_dialog import QueryDialog

    dialog = QueryDialog(subject_of(work.document), work.window())
    dialog.chosen.connect(work.go_to)
    dialog.show()


def select(context: Context, text: str) -> None:
    """Select what TEXT asks for and go there."""
    work = context.workspace
    if work is None:
        return
    from designer.review.query import parse_query
    from designer.ui.explore.query_dialog import found_words

    try:
        found = subject_of(work.document).answer(parse_query(text))
    except RefusedInput as problem:
        work.message.emit(str(problem))
        return
    if found:
        work.go_to(found)
    work.message.emit(found_words(len(found)))


def replace(context: Context) -> None:
    """Find and replace."""
    if work := context.workspace:
        from designer.ui.catalog.replace_dialog import ReplaceDialog

        ReplaceDialog(work.document, work.canvas.selected_ids(), work.window()).open()


def copy_look(context: Context) -> None:
    """Remember the look and choices of the first part that is selected."""
    work = context.workspace
    nodes = work.canvas.stage.selected_nodes() if work else ()
    if work is None or not nodes:
        _say(context, "Select a part first; then its look can be given to others.")
        return
    context.look = look_of(work.document.design, nodes[0])
    _say(context, f"Ctrl+Alt+V gives others the look of {context.look.name}.")


def paste_look(context: Context) -> None:
    """Give what is selected the look that was copied."""
    work = context.workspace
    if work is None:
        return
    look, nodes = context.look, work.canvas.stage.selected_nodes()
    if look is None or not nodes:
        _say(context, "Copy the look of a part first (Ctrl+Alt+C)." if look is None else "Select what is to look so.")
        return
    design = work.document.design
    others = sum(design.nodes[one].kind != look.kind for one in nodes)
    # Of another kind only the size makes sense: facts and choices belong to the kind.
    if work.document.edit(partial(give_look, library=work.document.library, ids=nodes, look=look)) and others:
        verb = "is" if others == 1 else "are"
        _say(context, f"{others:,} of {len(nodes):,} took the size alone: they {verb} of another kind.")


def _alike(context: Context, sort: Callable[[Node], str], words: Callable[[Node], str]) -> None:
    work = context.workspace
    if work is None:
        return
    design = work.document.design
    chosen = [design.nodes[one] for one in work.canvas.stage.selected_nodes()]
    wanted = {sort(node) for node in chosen} - {""}
    found = [node.id for node in design.nodes_in_order() if sort(node) in wanted]
    if not found:
        _say(context, "Select a part first; then all that are like it can be selected.")
        return
    work.canvas.select(found)
    _say(context, f"{len(found):,} {words(chosen[0]) if len(wanted) == 1 else 'selected'}.")


def _say(context: Context, text: str) -> None:
    if work := context.workspace:
        work.message.emit(text)


def _plural(kind: str) -> str:
    return KINDS[kind].plural.lower() if kind in KINDS else "of this kind"
