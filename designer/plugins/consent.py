"""Consent: which plug-ins a person has switched on, each by the hash of its text."""

import json
import os
import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from platformdirs import user_config_path

from designer.plugins.finding import packaged_plugins, plugins_in, rules_folder, without_doubles
from designer.plugins.records import Found, Plugin, State

_MOST_BYTES: Final = 1_000_000
_PACKAGE: Final = "package "


_of_call: Final[list[Path]] = []


def name_rules(folder: Path) -> None:
    """Switch the plug-ins in FOLDER on for what is asked until the end of `rules_of_call`: `--rules FOLDER`."""
    _of_call[:] = [folder]


def named_rules() -> Path | None:
    """Return the folder whose plug-ins are switched on for this call; None where none was named."""
    return _of_call[0] if _of_call else None


@contextmanager
def rules_of_call() -> Generator[None]:
    """Let `name_rules` hold for what is done in the block, and no longer."""
    before = list(_of_call)
    try:
        yield
    finally:
        _of_call[:] = before


def consent_file() -> Path:
    """Return the file that says what is switched on; it need not exist."""
    return user_config_path("stackwright", appauthor=False) / "plugins.json"


def consented() -> dict[str, str]:
    """Return the hash of each plug-in that is switched on, by its key; a file that cannot be read switches none on."""
    try:
        with consent_file().open("rb") as file:
            document = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    known = document.get("on") if isinstance(document, dict) else None
    return {str(key): str(digest) for key, digest in known.items()} if isinstance(known, dict) else {}


def allow(plugin: Plugin) -> None:
    """Switch PLUGIN on as it is now; a later change of its text has it wait again.

    Raises:
        OSError: that cannot be written.
    """
    _keep({**consented(), plugin.key: plugin.digest})


def forbid(key: str) -> None:
    """Switch the plug-in of KEY off.

    Raises:
        OSError: that cannot be written.
    """
    _keep({known: digest for known, digest in consented().items() if known != key})


def found_plugins(folder: Path | None = None) -> tuple[Found, ...]:
    """Return every plug-in with its state: of FOLDER, switched on for this call, of the rules folder and of packages.

    None takes the folder that the call named, where it named one.

    Raises:
        OSError: FOLDER cannot be listed.
    """
    folder = folder or named_rules()
    return _states(_listed(folder, packages=True), consented(), folder)


def active_plugins(folder: Path | None = None) -> tuple[Plugin, ...]:
    """Return the plug-ins that run: those switched on, and those of FOLDER, for this call.

    None takes the folder that the call named, where it named one. Packages are looked for only where one is switched
    on, as that takes a tenth of a second.

    Raises:
        OSError: FOLDER cannot be listed.
    """
    folder = folder or named_rules()
    known = consented()
    if folder is None and not known:
        return ()
    packages = any(key.startswith(_PACKAGE) for key in known)
    return tuple(one.plugin for one in _states(_listed(folder, packages=packages), known, folder) if one.state == "on")


def waiting_plugins() -> tuple[Found, ...]:
    """Return what waits for consent: files of the rules folder, and packages that changed since they were switched on.

    Packages that were never switched on wait without a word: who installs one may want it for scripts alone. None is
    returned where the folder cannot be listed.
    """
    known = consented()
    packages = packaged_plugins() if any(key.startswith(_PACKAGE) for key in known) else ()
    try:
        files = plugins_in(rules_folder())
    except OSError:
        files = ()
    asked = [one for one in packages if one.key in known]
    found = _states(without_doubles((*files, *asked)), known, None)
    return tuple(one for one in found if one.state in ("waiting", "changed"))


def _listed(folder: Path | None, *, packages: bool) -> tuple[Plugin, ...]:
    # What a call names comes first, so that a draft there stands before the one of the same name that is in use.
    named = plugins_in(folder) if folder is not None else ()
    known = {plugin.place for plugin in named}
    try:
        own = tuple(plugin for plugin in plugins_in(rules_folder()) if plugin.place not in known)
    except OSError:
        own = ()
    return without_doubles((*named, *own, *(packaged_plugins() if packages else ())))


def _states(plugins: Iterable[Plugin], known: Mapping[str, str], folder: Path | None) -> tuple[Found, ...]:
    named = {plugin.place for plugin in plugins_in(folder)} if folder is not None else set[str]()

    def state(plugin: Plugin) -> State:
        if plugin.problem:
            return "refused"
        if plugin.place in named or known.get(plugin.key) == plugin.digest:
            return "on"
        return "changed" if plugin.key in known else "waiting"

    return tuple(Found(plugin, state(plugin)) for plugin in plugins)


def _keep(known: Mapping[str, str]) -> None:
    """Write what is switched on, whole or not at all."""
    path = consent_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=".plugins.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"on": dict(sorted(known.items()))}, file, indent=1)
        Path(made).replace(path)
    except OSError:
        Path(made).unlink(missing_ok=True)
        raise
