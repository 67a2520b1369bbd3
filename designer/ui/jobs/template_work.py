"""Making a design from a template in a background process; no Qt here."""

from collections.abc import Mapping

from designer.catalog.library import Library
from designer.edit.fabrics.amounts import expected_records
from designer.edit.templates.plan import watched
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.ui.jobs.background_process import Progress


def make_design(progress: Progress, library: Library, template: str, settings: Mapping[str, str]) -> Design:
    """The design that TEMPLATE gives with SETTINGS, told how far it is.

    Raises:
        RefusedInput: it cannot be made, or it was stopped.
    """
    most = expected_records(template, settings)
    with watched(lambda done, what: progress(min(done, most), most, what)):
        return build_template(template, library, settings)
