"""Facts: the title, unit and bounds of each."""

from designer.model.records import Record


class FactKind(Record, frozen=True, kw_only=True):
    """One fact that parts may have: its unit, least value and meaning."""

    name: str
    unit: str
    title: str
    help: str = ""
    most: float = 1e15
