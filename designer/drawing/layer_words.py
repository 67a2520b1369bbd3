"""Names of the layers, and the icon of each."""

from collections.abc import Mapping
from typing import Final

from designer.model.parts.part import Layer

LAYER_TITLES: Final[Mapping[Layer, str]] = {
    "facility": "Facility",
    "silicon": "Silicon",
    "servers_fabric": "Servers and fabric",
    "cloud": "Cloud",
    "data_storage": "Data and storage",
    "training": "Training, orchestration",
    "serving_apps": "Serving, applications",
}
SHORT_LAYER_TITLES: Final[Mapping[Layer, str]] = {
    **LAYER_TITLES,
    "servers_fabric": "Servers, fabric",
    "training": "Training",
    "serving_apps": "Serving, apps",
}
"""For narrow lists."""
LAYER_ICONS: Final[Mapping[Layer, str]] = {
    "facility": "layer-facility",
    "silicon": "layer-silicon",
    "servers_fabric": "layer-servers",
    "cloud": "layer-cloud",
    "data_storage": "layer-data",
    "training": "layer-training",
    "serving_apps": "layer-serving",
}
