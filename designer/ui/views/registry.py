"""Makers of the views beside the canvas, one for each of `designer/drawing/design_views.py`."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from designer.model.design import ViewId
from designer.ui.app.document import Document
from designer.ui.views.design_view import DesignView
from designer.ui.views.floor.page import FloorPage
from designer.ui.views.isometric.view import IsometricView
from designer.ui.views.logical.view import LogicalView
from designer.ui.views.power.page import PowerPage
from designer.ui.views.racks.page import RackPage
from designer.ui.views.stack.view import StackView

MakeView = Callable[[Document, QWidget], DesignView]

VIEW_MAKERS: Final[Mapping[ViewId, MakeView]] = {
    "topology-logical": LogicalView,
    "floor": FloorPage,
    "isometric": IsometricView,
    "stack": StackView,
    "rack": RackPage,
    "power": PowerPage,
}
"""By id; each is made when it is first shown. The topology is the canvas, which is always there."""
