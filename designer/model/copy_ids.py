"""Ids of single copies of a node and of single cables of a link."""

import re
from typing import Final, NamedTuple

_COPY: Final = re.compile(r"(?P<id>.+)\[(?P<copy>\d{1,15})\]")


class CopyId(NamedTuple):
    """A node or a link, or a single one of its copies or cables: leaf, leaf[0].

    Attributes:
        id: Of the node or link.
        copy: Number of the copy or cable, from 0 through the whole design; None for all of them.
    """

    id: str
    copy: int | None = None

    @classmethod
    def read(cls, name: str) -> "CopyId":
        """Return what NAME says; all of it is the id where it is no copy's."""
        match = _COPY.fullmatch(name)
        return cls(match["id"], int(match["copy"])) if match else cls(name)

    def __str__(self) -> str:
        return self.id if self.copy is None else copy_id(self.id, self.copy)


def copy_id(record_id: str, copy: int) -> str:
    """Return the id of a single copy of a node, or cable of a link: leaf[0]."""
    return f"{record_id}[{copy}]"


def base_of(name: str) -> str:
    """Return the id of the node or link that NAME is all or one of: leaf of leaf[0]."""
    return CopyId.read(name).id
