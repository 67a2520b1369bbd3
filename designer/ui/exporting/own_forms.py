"""Forms of plug-ins on the Export page: asked for beside the window, as a plug-in may take its time to say them."""

from typing import TYPE_CHECKING, Final, NamedTuple

from designer.ui.exporting.outputs import ExportOutput

if TYPE_CHECKING:
    from designer.export.plugin_forms import OwnForm
    from designer.ui.jobs.background_process import Teller

NO_PICTURE: Final = "No picture: the plug-in runs when you export"


class OwnForms(NamedTuple):
    """Forms of the plug-ins that are switched on, and a line for each that is left out."""

    forms: "tuple[OwnForm, ...]"
    problems: tuple[str, ...]


def find_own_forms(tell: "Teller") -> OwnForms:
    """Return the forms of plug-ins; runs in a process beside the window, and each plug-in in one of its own."""
    # The table of forms loads what writes them, which the window does not need.
    from designer.api.export_forms import forms_switched_on

    tell(0, 0, "own forms")
    return OwnForms(*forms_switched_on())


def output_of(form: "OwnForm") -> ExportOutput:
    """Return the row of FORM as the Export page shows it."""
    return ExportOutput(
        command=f"own.{form.plugin.name}{form.suffix}",
        about=f"Own: by your plug-in {form.plugin.name}.",
        kinds=f"{form.title} (*{form.suffix})",
        arguments=f"export {{project}} -o design{form.suffix}",
    )
