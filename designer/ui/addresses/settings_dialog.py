"""Settings of the address plan: a form, saved with the design in one edit."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QHBoxLayout, QWidget

from designer.edit.addresses import KEEP, address_text, set_addresses
from designer.model.address_settings import USUAL
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.pages import dialog_page

FIELDS: Final = {
    "links": "Links between switches",
    "hosts": "Networks of hosts",
    "host_length": "Length of the network of a switch",
    "loopbacks": "Loopbacks",
    "management": "Management network",
    "management_length": "Length of the network of a management switch",
    "ipv6": "IPv6",
    "asn_base": "First autonomous system",
}
"""Caption of each line, by the name of its field."""
_NO_SIX: Final = "None; a prefix such as fd12:3456:789a::/48 adds IPv6"
_ABOUT: Final = (
    "Prefixes from which devices and ports of the drawn networks get their addresses. An address follows from the "
    "place of a device in the design and from its port, so that a leaf that is added renumbers no other."
)
LINK_WORDS: Final = {
    "numbered": "An address at both ends",
    "unnumbered": "None: link-local IPv6 addresses alone",
}


class AddressSettingsDialog(QDialog):
    """Fields of the address plan.

    Attributes:
        fields: Lines by the names of their fields.
        links: Whether links have addresses.
        keep: Whether the places of all nodes are kept.
    """

    def __init__(self, document: Document, parent: QWidget) -> None:
        """Show what is set for the design of DOCUMENT."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Address plan")
        self.setMinimumWidth(560)
        self._document = document
        settings = document.design.settings.addresses
        down = dialog_page(self, "Address plan")
        down.addWidget(label(_ABOUT, "muted", self, wraps=True))
        form = QFormLayout()
        self.fields = {
            name: line_edit(
                caption,
                self,
                text=address_text(settings, name),
                placeholder=address_text(USUAL, name) or _NO_SIX,
            )
            for name, caption in FIELDS.items()
        }
        for name, field in self.fields.items():
            form.addRow(FIELDS[name], field)
        self.links = QComboBox(self)
        self.links.setAccessibleName("Addresses of links")
        for value, words in LINK_WORDS.items():
            self.links.addItem(words, value)
        self.links.setCurrentIndex(max(self.links.findData(settings.link_addresses), 0))
        form.addRow("Addresses of links", self.links)
        self.keep = QCheckBox("Keep numbers also when a device is deleted", self)
        self.keep.setToolTip("Write the present place of every node into the design; new ones are counted on behind")
        self.keep.setChecked(bool(settings.numbers))
        form.addRow("", self.keep)
        down.addLayout(form)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        across.addWidget(push_button("Set", self, self.accept, look="primary", default=True))
        down.addLayout(across)

    def accept(self) -> None:
        """Set what the form says, as one edit; a refusal is told and the form stays."""
        settings = self._document.design.settings.addresses
        said = {name: field.text() for name, field in self.fields.items()}
        said["link_addresses"] = str(self.links.currentData())
        said[KEEP] = "yes" if self.keep.isChecked() else "no"
        # What nobody touched is not set anew: places that are kept stay those that they were.
        changed = {name: text for name, text in said.items() if text.strip() != address_text(settings, name)}
        problem = self._document.attempt(partial(set_addresses, fields=changed)) if changed else ""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            super().accept()
