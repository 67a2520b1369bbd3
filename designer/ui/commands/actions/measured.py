"""The commands that take in what people measured themselves."""

from designer.edit.workloads.logged_demand import takes_log
from designer.ui.commands.context import Context


def read_log(context: Context) -> None:
    """Read a log of requests into the demand of what is selected."""
    work = context.workspace
    if work is None:
        return
    nodes = work.canvas.stage.selected_nodes()
    if len(nodes) != 1 or not takes_log(work.document.design.nodes[nodes[0]].kind):
        work.message.emit("Select what users ask: an application, users, an engine or a model API.")
        return
    from designer.ui.catalog.imports.request_log_dialog import RequestLogDialog

    RequestLogDialog(work.document, nodes[0], context.questions, work.window()).open()
