"""The command about plug-ins: which there are, and which run."""

from collections.abc import Callable
from functools import partial

import click

from designer.cli.printing import plain, print_json, print_table, print_wrapped
from designer.model.records import RefusedInput
from designer.plugins.consent import allow, consented, forbid, found_plugins
from designer.plugins.finding import rules_folder
from designer.plugins.hooks import HOOKS
from designer.plugins.records import STATE_WORDS, Found


@click.group("plugins", short_help="Own rules, calculators, exporters and part sources.")
def plugins() -> None:
    """List plug-ins, and switch them on and off.

    Plug-ins are Python files of at most 25 lines in the folder of own rules, and installed packages that name them by
    entry points. None runs before it was switched on, and one whose text changes waits again.
    """


@plugins.command("list", short_help="Every plug-in, and whether it is on.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_plugins(as_json: bool) -> None:
    """List every plug-in with what it provides, its hash, and whether it runs; none is loaded for that."""
    found = _found()
    if as_json:
        print_json({"folder": str(rules_folder()), "plugins": [_document(one) for one in found]})
        return
    if not found:
        print_wrapped("", f"No plug-ins. Own rules are Python files in {rules_folder()}; see the guide, Extending.")
        return
    rows = [
        (
            plain(one.plugin.name),
            STATE_WORDS[one.state],
            _provides(one),
            one.plugin.digest[:12],
            plain(one.plugin.place),
        )
        for one in found
    ]
    print_table(("plug-in", "", "provides", "hash", "where"), rows)
    for one in found:
        if one.plugin.problem:
            print_wrapped(f"{plain(one.plugin.name)}  ", plain(f"cannot be used: {one.plugin.problem}."))
    if any(one.state in ("waiting", "changed") for one in found):
        click.echo("\n`stackwright plugins allow NAME` switches one on; read it first, it may do what you may do.")


@plugins.command("allow", short_help="Switch plug-ins on as they are now.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def allow_plugins(names: tuple[str, ...]) -> None:
    """Switch plug-ins on as they are now, by name; a change of their text has them wait again."""
    found = _found()
    chosen = [_named(found, name) for name in names]
    for one in chosen:
        if one.plugin.problem:
            raise RefusedInput(f"The plug-in {one.plugin.name} cannot be used: {one.plugin.problem}.")
    for one in chosen:
        _write(partial(allow, one.plugin))
        click.echo(plain(f"On: {one.plugin.name} ({_provides(one)}), hash {one.plugin.digest[:12]}."))


@plugins.command("forbid")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def forbid_plugins(names: tuple[str, ...]) -> None:
    """Switch plug-ins off, by name."""
    found = _found()
    known = consented()
    for one in [_named(found, name) for name in names]:
        was = one.plugin.key in known
        if was:
            _write(partial(forbid, one.plugin.key))
        click.echo(plain(f"Off: {one.plugin.name}." if was else f"{one.plugin.name} was not on."))


def _found() -> tuple[Found, ...]:
    try:
        return found_plugins()
    except OSError as problem:
        raise RefusedInput(f"The plug-ins cannot be listed: {problem.strerror or problem}.") from problem


def _named(found: tuple[Found, ...], name: str) -> Found:
    """Return the plug-in NAME; where two have it, the first, which is the one that counts."""
    one = next((one for one in found if one.plugin.name == name), None)
    if one is None:
        known = ", ".join(one.plugin.name for one in found) or "none"
        raise RefusedInput(f"There is no plug-in {name[:60]!r}; there are: {known}.")
    return one


def _write(change: Callable[[], None]) -> None:
    try:
        change()
    except OSError as problem:
        raise RefusedInput(f"What is switched on could not be written: {problem.strerror or problem}.") from problem


def _provides(one: Found) -> str:
    return ", ".join(HOOKS[name] for name in one.plugin.provides) or ("" if one.plugin.problem else "?")


def _document(one: Found) -> dict[str, object]:
    plugin = one.plugin
    return {
        "name": plugin.name,
        "state": one.state,
        "place": plugin.place,
        "package": plugin.package,
        "provides": [HOOKS[name] for name in plugin.provides],
        "sha256": plugin.digest,
        "problem": plugin.problem,
    }


COMMANDS = (plugins,)
