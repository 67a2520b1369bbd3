"""What no file and no message of a commit may name: the host of a package registry, a folder of one machine.

Only the standard library. The hooks of git and tests/test_floors.py read it.
"""

import re

# Put together from halves, so that this file does not name them itself.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
    )
)
MACHINE_FOLDERS = ("/" + "work/", "/" + "root/", "/" + "opt/wheels")
FORBIDDEN = re.compile(
    "|".join(re.escape(host) for host in HOSTS)
    + "|"
    + "|".join(rf"(?<![\w.~-]){re.escape(folder)}" for folder in MACHINE_FOLDERS)
)
