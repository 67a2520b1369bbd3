"""The commands that take in what people measured themselves."""

from designer.edit.workloads.logged_demand import takes_log
from designer.ui.commands.actions.edit_actions import GetWorkspace
from designer.ui.widgets.message_boxes import Questions


class MeasuredActions:
    """On whatever workspace is open, for the one node that is selected."""

    def __init__(self, workspace: GetWorkspace, questions: Questions) -> None:
        self._workspace = workspace
        self._questions = questions

    def read_log(self) -> None:
        """Read a log of requests into the demand of what is selected."""
        work = self._workspace()
        if work is None:
            return
        nodes = work.canvas.stage.selected_nodes()
        if len(nodes) != 1 or not takes_log(work.document.design.nodes[nodes[0]].kind):
            work.message.emit("Select what users ask: an application, users, an engine or a model API.")
            return
        from designer.ui.catalog.imports.request_log_dialog import RequestLogDialog

        RequestLogDialog(work.document, nodes[0], self._questions, work.window()).open()
