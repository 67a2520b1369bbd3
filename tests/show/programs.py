"""Programs of others that check and convert: found or missing, ended with all they started when time is up."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PROGRAMS: Final[Mapping[str, str]] = {
    "xmllint": "libxml2-utils",
    "qpdf": "qpdf",
    "chromium": "chromium",
    "soffice": "libreoffice-impress libreoffice-calc",
}
"""Programs, and the packages of Debian that have them."""
SECONDS: Final = 240
_RECALCULATE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Settings of LibreOffice: it works out all formulas anew, else it would show what the file says they came to."""


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def run(*words: str | Path, seconds: float = SECONDS) -> tuple[int, str]:
    """Return the exit code of a program and all that it printed; 1 and a sentence where it does not end in time."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        # What a program starts keeps its pipes open, so that waiting for their end might take for ever.
        process = subprocess.Popen(
            [str(word) for word in words],
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return 1, f"{words[0]} did not end within {seconds:g} s"
        said.seek(0)
        return code, said.read()


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        # soffice is a script that starts the program proper: the group is ended, not the script alone.
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def converted(path: Path, form: str = "pdf") -> Path | None:
    """Return PATH in another FORM by LibreOffice; None where that is not installed, or makes none."""
    if shutil.which("soffice") is None:
        return None
    made = path.parent / "by-libreoffice" / f"{path.stem}.{form}"
    if made.exists():
        return made
    # Two that share a profile wait for each other.
    profile = Path(tempfile.gettempdir()) / f"show-office-{os.getpid()}"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_RECALCULATE, "utf-8")
    profile_word = f"-env:UserInstallation={profile.as_uri()}"
    run("soffice", profile_word, "--headless", "--convert-to", form, "--outdir", made.parent, path)
    return made if made.exists() else None


def forget_profile() -> None:
    """Delete the profile of LibreOffice that this process used."""
    shutil.rmtree(Path(tempfile.gettempdir()) / f"show-office-{os.getpid()}", ignore_errors=True)
