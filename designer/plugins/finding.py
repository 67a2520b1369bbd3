"""Finding of plug-ins, in folders of rules and by entry points of installed packages, without importing any."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_data_path

from designer.plugins.records import Plugin

if TYPE_CHECKING:
    import ast
    import importlib.metadata

MOST_LINES: Final = 25
"""Lines of an own rule: as much as a colleague reads before switching it on. What is longer is a package."""
MOST_BYTES: Final = 20_000
MOST_FILES: Final = 200
"""Plug-ins of a folder."""
_MOST_PACKAGE_FILES: Final = 2_000
_MOST_PACKAGE_BYTES: Final = 50_000_000
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_HOOK_NAMES: Final = ("check", "calculators", "exporters", "parts")
_GROUP: Final = "stackwright.plugins"


def rules_folder() -> Path:
    """Return the folder in which a person's own rules are looked for; it need not exist."""
    return user_data_path("stackwright", appauthor=False) / "rules"


def plugins_in(folder: Path) -> tuple[Plugin, ...]:
    """Return the plug-ins among the Python files of FOLDER, by name; one that cannot be used says why.

    Raises:
        OSError: FOLDER cannot be listed.
    """
    if not folder.is_dir():
        return ()
    home = folder.resolve()
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".py")
    found = [_of_file(path, home) for path in paths[:MOST_FILES]]
    if len(paths) > MOST_FILES:
        problem = f"there are {len(paths):,} files in the folder, and at most {MOST_FILES} are read"
        found += [_refused(path, problem) for path in paths[MOST_FILES:]]
    return tuple(found)


def packaged_plugins() -> tuple[Plugin, ...]:
    """Return the plug-ins that installed packages name by entry points, by name; one that cannot be used says why."""
    import importlib.metadata  # takes a moment to load, and few commands look for packages

    entries = importlib.metadata.entry_points(group=_GROUP)
    return tuple(_of_entry(entry) for entry in sorted(entries, key=lambda one: (one.name, one.value)))


def without_doubles(plugins: Iterable[Plugin]) -> tuple[Plugin, ...]:
    """Return PLUGINS with those refused whose name another has already: the first one counts."""
    first: dict[str, Plugin] = {}
    told: list[Plugin] = []
    for plugin in plugins:
        other = first.setdefault(plugin.name, plugin)
        if other is not plugin and not plugin.problem:
            problem = f"another plug-in is called {plugin.name} already: {other.place}; rename one of them"
            plugin = _with_problem(plugin, problem)
        told.append(plugin)
    return tuple(told)


def _of_file(path: Path, home: Path) -> Plugin:
    """Return the plug-in in the file PATH of the folder HOME."""
    try:
        if not path.resolve().is_relative_to(home):
            return _refused(path, "it is a link that leads out of the folder; put the file itself there")
        if not path.is_file():
            return _refused(path, "it is no file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, RuntimeError, ValueError) as problem:  # RuntimeError: links that lead in a ring
        return _refused(path, f"it cannot be read: {getattr(problem, 'strerror', None) or problem}")
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MOST_BYTES:
        return _refused(path, f"it is larger than {MOST_BYTES:,} bytes; make a package of it")
    if not _NAME.fullmatch(path.stem):
        return _refused(path, "its name is none: a small letter first, then small letters, digits, - and _")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(path, "it is not UTF-8 text", digest)
    lines = len(text.splitlines())
    if lines > MOST_LINES:
        return _refused(
            path, f"it has {lines} lines, and an own rule at most {MOST_LINES}: make a package of it", digest
        )
    hooks, problem = _hooks_of(data)
    if not problem and not hooks:
        problem = f"it provides nothing: mark {', '.join(_HOOK_NAMES[:-1])} or {_HOOK_NAMES[-1]} with @hookimpl"
    return Plugin(
        name=path.stem,
        place=str(path.absolute()),
        provides=hooks,
        digest=digest,
        source=data,
        problem=problem,
    )


def _refused(path: Path, problem: str, digest: str = "") -> Plugin:
    return Plugin(name=path.stem[:60], place=str(path.absolute()), digest=digest, problem=problem)


def _with_problem(plugin: Plugin, problem: str) -> Plugin:
    return Plugin(
        name=plugin.name,
        place=plugin.place,
        package=plugin.package,
        module=plugin.module,
        provides=plugin.provides,
        digest=plugin.digest,
        problem=problem,
    )


def _hooks_of(data: bytes) -> tuple[tuple[str, ...], str]:
    """Return which hooks the Python text DATA implements, and why it cannot be read.

    The text is parsed and never run: nothing of a plug-in happens before a person has switched it on.
    """
    import ast

    try:
        tree = ast.parse(data)
    except SyntaxError as error:
        return (), f"line {error.lineno or 1} is no Python: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return (), f"it is no Python: {str(error) or type(error).__name__}"
    marked = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(_is_mark(one) for one in node.decorator_list)
    }
    return tuple(name for name in _HOOK_NAMES if name in marked), ""


def _is_mark(decorator: "ast.expr") -> bool:
    import ast

    while isinstance(decorator, ast.Call):
        decorator = decorator.func
    name = decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
    return name == "hookimpl"


def _of_entry(entry: "importlib.metadata.EntryPoint") -> Plugin:
    """Return the plug-in that ENTRY names."""
    home = entry.dist.name if entry.dist is not None else "?"
    version = entry.dist.version if entry.dist is not None else "?"
    place = f"{home} {version}: {entry.value}"

    def plugin(*, provides: tuple[str, ...] = (), digest: str = "", problem: str = "") -> Plugin:
        return Plugin(
            name=entry.name[:60],
            place=place,
            package=True,
            module=entry.value,
            provides=provides,
            digest=digest,
            problem=problem,
        )

    if not _NAME.fullmatch(entry.name):
        return plugin(problem="its name is none: a small letter first, then small letters, digits, - and _")
    try:
        files = dict(_package_files(entry.module.partition(".")[0]))
        digest = _digest_of(files, version)
        text = _module_text(entry.module, files)
    except (OSError, ValueError, ImportError, AttributeError) as problem:
        return plugin(problem=f"its package cannot be read: {problem}")
    hooks, problem = _hooks_of(text) if text is not None else ((), "")
    return plugin(provides=hooks, digest=digest, problem=problem)


def _package_files(top: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of the package or module TOP by their names in it; it is looked up and not imported.

    Raises:
        ValueError: there is no such package, or it is too large to be looked through.
    """
    import importlib.util

    spec = importlib.util.find_spec(top)
    if spec is None:
        raise ValueError(f"there is no package {top}")
    roots = [Path(place) for place in spec.submodule_search_locations or ()]
    if not roots and spec.origin:
        yield Path(spec.origin).name, Path(spec.origin)
        return
    count = size = 0
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix == ".pyc" or not path.is_file():
                continue
            count, size = count + 1, size + path.stat().st_size
            if count > _MOST_PACKAGE_FILES or size > _MOST_PACKAGE_BYTES:
                raise ValueError(f"{top} has more than {_MOST_PACKAGE_FILES:,} files or 50 MB, too much for a plug-in")
            yield f"{top}/{path.relative_to(root).as_posix()}", path


def _digest_of(files: dict[str, Path], version: str) -> str:
    digest = hashlib.sha256(version.encode())
    for name, path in files.items():
        body = path.read_bytes()
        # Lengths keep two divisions of the same bytes into files apart.
        digest.update(f"{name}\n{len(body)}\n".encode("utf-8", "surrogateescape"))
        digest.update(body)
    return digest.hexdigest()


def _module_text(module: str, files: dict[str, Path]) -> bytes | None:
    stem = module.replace(".", "/")
    path = next((files[name] for name in (f"{stem}.py", f"{stem}/__init__.py") if name in files), None)
    return path.read_bytes() if path is not None else None
