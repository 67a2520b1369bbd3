"""The title block and the paper of drawing sheets are set in the window, saved with the design and undone."""

from designer.ui.exporting.title_block_dialog import TitleBlockDialog


def form(window):
    window.commands.run("exports.title_block")
    return window.findChildren(TitleBlockDialog)[-1]


def test_the_form_sets_all_fields_in_one_edit(superpod):
    before = superpod.workspace.document.design.settings
    shown = form(superpod)
    for name, text in (("number", "SP1"), ("revision", "2 · for approval"), ("drawn_by", "The drawing office")):
        shown.fields[name].setText(text)
    shown.paper.setCurrentIndex(shown.paper.findData("A4"))
    shown.accept()
    block = superpod.workspace.document.design.settings.title_block
    assert (block.number, block.revision, block.drawn_by, block.paper) == (
        "SP1",
        "2 · for approval",
        "The drawing office",
        "A4",
    )
    again = form(superpod)
    assert again.fields["number"].text() == "SP1"
    assert again.paper.currentData() == "A4"
    again.reject()
    superpod.commands.run("edit.undo")
    assert superpod.workspace.document.design.settings == before


def test_a_form_left_as_it_is_changes_nothing(superpod):
    labels = len(superpod.workspace.document.session.labels)
    form(superpod).accept()
    assert len(superpod.workspace.document.session.labels) == labels


def test_every_field_has_a_name_for_a_screen_reader(superpod):
    shown = form(superpod)
    assert {field.accessibleName() for field in shown.fields.values()} == {
        "Drawing number",
        "Revision",
        "Drawn by",
        "Checked by",
        "Approved by",
    }
    assert shown.paper.accessibleName() == "Paper"
    shown.reject()
