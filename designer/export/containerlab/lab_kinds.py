"""Kinds of nodes of a lab, with the names of their interfaces.

Source: containerlab, "Kinds" (containerlab.dev/manual/kinds), and its schema at 39ff2b7. On each, eth0 is its
management.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.model.records import RefusedInput
from designer.model.wording import listed


class LabKind(NamedTuple):
    """One kind of switch in a lab.

    Attributes:
        interface: Name of a port, with {} for its number.
        image: Container image that is taken unless another is said; "" where the person has to say one.
        configured: Whether FRR's configuration is written for it.
    """

    interface: str
    image: str = ""
    configured: bool = False


LINUX: Final = "linux"
LAB_KINDS: Final[Mapping[str, LabKind]] = {
    LINUX: LabKind("eth{}", "frrouting/frr:latest", configured=True),
    "nokia_srlinux": LabKind("e1-{}"),
    "arista_ceos": LabKind("eth{}"),
    "sonic-vs": LabKind("eth{}"),
    "nvidia_cumulusvx": LabKind("swp{}"),
}
HOST_IMAGE: Final = "alpine:latest"
"""Of hosts beside switches of another kind; those of a lab of FRR have its image."""
OPTIONS: Final = ("kind", "image", "host_image", "type", "configs")


class LabOptions(NamedTuple):
    """Options of a lab.

    Attributes:
        kind: Of its switches, one of LAB_KINDS.
        image: Their container image.
        host_image: That of hosts.
        type: Of the switches, where their kind has several; "" is the usual one.
        configs: Whether FRR's configurations are written beside the lab.
    """

    kind: str
    image: str
    host_image: str
    type: str = ""
    configs: bool = True

    @property
    def traits(self) -> LabKind:
        """The row of the kind."""
        return LAB_KINDS[self.kind]


def lab_options(said: Mapping[str, str]) -> LabOptions:
    """Return the options that a person SAID, by name.

    Raises:
        RefusedInput: there is no such option or kind, or the kind needs an image.
    """
    for name in said:
        if name not in OPTIONS:
            raise RefusedInput(f"A lab has no option {name[:40]!r}; it has {', '.join(OPTIONS)}.")
    for name, text in said.items():
        if not text.isprintable() or len(text) > 200 or " " in text:
            raise RefusedInput(f"The option {name} of a lab is {text[:40]!r}; it must be one word.")
    kind = said.get("kind") or LINUX
    if kind not in LAB_KINDS:
        raise RefusedInput(f"A lab has no switches of the kind {kind[:40]!r}; it has {listed(LAB_KINDS, None)}.")
    image = said.get("image") or LAB_KINDS[kind].image
    if not image:
        raise RefusedInput(
            f"There is no image that everybody has for switches of the kind {kind}; say yours with --set image=NAME."
        )
    configs = said.get("configs", "yes")
    if configs not in {"yes", "no"}:
        raise RefusedInput(f"configs is {configs[:40]!r}; it is yes or no.")
    host_image = said.get("host_image") or (image if kind == LINUX else HOST_IMAGE)
    return LabOptions(kind, image, host_image, said.get("type", ""), configs == "yes" and LAB_KINDS[kind].configured)
