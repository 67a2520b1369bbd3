"""Pictures of what is planned around a design: its phases, its variants, and two designs compared."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from designer.edit.phases import set_phase
from designer.edit.templates.templates import build_template
from designer.store.project import write_project
from designer.store.variants import add_variant
from designer.ui.compare.compare_dialog import CompareDialog
from designer.ui.phases.phases_window import PhasesWindow
from designer.ui.variants.variants_dialog import VariantsDialog

if TYPE_CHECKING:
    from tests.shots.__main__ import Stage


def shoot_phases(stage: "Stage", size: tuple[int, int]) -> None:
    """A hall before it has phases, with two of them, and each table of theirs."""
    window = stage.window
    window.files.new_from("training-run", {"scale_units": "2"})
    stage.analysed()
    window.commands.run("growth.phases")
    opened = window.windows.opened(PhasesWindow)
    assert opened is not None
    opened.resize(min(opened.width(), size[0] - 40), min(opened.height(), size[1] - 40))
    stage.take("phases-none", opened)
    work = window.workspace
    assert work is not None
    opened.add()
    opened.add()
    first, second = (one.id for one in work.document.design.settings.phases)
    work.document.edit(lambda design: set_phase(design, first, "order_date", "2027-01-04"))
    work.document.edit(lambda design: set_phase(design, second, "order_date", "2027-09-01"))
    stage.analysed()
    for table, button in opened.shows.buttons.items():
        button.click()
        stage.take(f"phases-{table}", opened)
    opened.close()


def shoot_variants(stage: "Stage", size: tuple[int, int]) -> None:
    """The designs of a project, one more of them, and the first compared with the second."""
    window = stage.window
    library = window.context.shelf.library
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "assistant.stackwright"
        write_project(path, build_template("rag-service", library, {}))
        add_variant(path, build_template("rag-service", library, {"database": "pgvector"}), "On pgvector")
        add_variant(path, build_template("rag-service", library, {"users": "8000"}), "Twice the users, same machines")
        window.open_path(path)
        stage.analysed()
        for command, name in (("variants.show", "variants"), ("variants.new", "variants-new")):
            window.commands.run(command)
            shown = next(one for one in window.findChildren(VariantsDialog) if one.isVisible())
            stage.spin(0.5)
            stage.take(name, shown)
            shown.close()
            stage.spin(0.1)
        window.commands.run("files.compare")
        compared = next(one for one in window.findChildren(CompareDialog) if one.isVisible())
        compared.resize(min(1180, size[0] - 40), min(760, size[1] - 40))
        stage.take("compare-nothing", compared)
        compared.toggle(compared.others[0])
        stage.wait(lambda: compared.comparison is not None)
        stage.spin(0.5)
        stage.take("compare-designs", compared)
        compared.close()
        window.files.close_design()
