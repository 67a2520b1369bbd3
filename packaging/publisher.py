"""Read who hands the program out, and what the program is called by systems that know it by an identity.

`packaging/publisher.toml` says it in one place for the Debian package, Windows and macOS. Only the standard library.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = Path(__file__).resolve().with_name("publisher.toml")


class Publisher(NamedTuple):
    """Who hands the program out.

    Attributes:
        domain: Owned by them: "example.org".
        name: Of them.
        email: At which they answer.
        homepage: Of the program; "" where there is none.
    """

    domain: str
    name: str
    email: str
    homepage: str

    @property
    def reversed_domain(self) -> str:
        """Return the domain from its end, as identities begin: "org.example"."""
        return ".".join(reversed(self.domain.split(".")))

    @property
    def program_id(self) -> str:
        """Return the identity of the program: of its AppStream data, and of its bundle on macOS."""
        return f"{self.reversed_domain}.stackwright"

    @property
    def file_type_id(self) -> str:
        """Return the uniform type identifier of a design on macOS."""
        return f"{self.reversed_domain}.stackwright.design"

    @property
    def is_somebody(self) -> bool:
        """Return whether a publisher is named, whose address answers."""
        return not self.domain.endswith(".invalid")


def publisher(path: Path = FILE) -> Publisher:
    """Return who PATH names."""
    told = tomllib.loads(path.read_text("utf-8"))
    return Publisher(told["domain"], told["name"], told["email"], told["homepage"])


def maintainer(who: Publisher, environment: Mapping[str, str] = os.environ) -> str:
    """Return who answers for a Debian package, as its control file has it.

    DEBFULLNAME and DEBEMAIL name whoever builds one, as all tools of Debian read them (devscripts, debchange(1)).
    """
    name = environment.get("DEBFULLNAME", "").strip() or who.name
    email = environment.get("DEBEMAIL", "").strip() or who.email
    # DEBEMAIL may hold both.
    return email if email.endswith(">") else f"{name} <{email}>"
