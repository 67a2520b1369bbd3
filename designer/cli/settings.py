"""KEY=VALUE pairs of `--set`."""

from collections.abc import Iterable, Mapping

import click


def settings_of(pairs: Iterable[str]) -> Mapping[str, str]:
    """KEY=VALUE pairs as a mapping.

    Raises:
        click.UsageError: one has no equals sign, or a key comes twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        key = key.strip()
        if not sign or not key:
            raise click.UsageError(f"--set takes KEY=VALUE, not {pair!r}.")
        if key in found:
            raise click.UsageError(f"--set {key} was given twice.")
        found[key] = value
    return found
