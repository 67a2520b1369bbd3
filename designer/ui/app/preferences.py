"""Preferences of a person that the window remembers: colours, favourite and recent parts, sizes."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QSettings

from designer.model.figures.number_locale import LOCALES
from designer.ui.commands.command import AnyTable
from designer.ui.commands.shortcuts import Shortcuts
from designer.ui.widgets.theme import CHOICES, Choice

if TYPE_CHECKING:
    from designer.edit.layouts.tidy import Style

RECENT_PARTS: Final = 6
RECENT_COMMANDS: Final = 5
_DIGITS: Final = 5
"""A number of pixels has fewer."""
Motion = Literal["system", "glide", "jump"]
MOTIONS: Final[tuple[Motion, ...]] = ("system", "glide", "jump")


class Preferences:
    """Values in one INI file of the user's config folder."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or user_config_path("stackwright", appauthor=False) / "window.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)
        self._shortcuts: Shortcuts | None = None

    @property
    def colours(self) -> Choice:
        """Light, dark or as the system."""
        stored = str(self._settings.value("colours", "system"))
        return stored if stored in CHOICES else "system"

    @colours.setter
    def colours(self, choice: Choice) -> None:
        self._settings.setValue("colours", choice)

    @property
    def motion(self) -> Motion:
        """Return whether things glide to their places, jump there, or do as the system says."""
        stored = str(self._settings.value("motion", "system"))
        return stored if stored in MOTIONS else "system"

    @motion.setter
    def motion(self, choice: Motion) -> None:
        self._settings.setValue("motion", choice)

    @property
    def numbers(self) -> str:
        """Return the language that numbers are written for, a key of `LOCALES`, or "system"."""
        stored = str(self._settings.value("numbers", "system"))
        return stored if stored in LOCALES else "system"

    @numbers.setter
    def numbers(self, name: str) -> None:
        self._settings.setValue("numbers", name)

    @property
    def keeps_undo(self) -> bool:
        """Return True when the undo history of a project is kept when it is closed."""
        return str(self._settings.value("keep_undo", "no")) == "yes"

    @keeps_undo.setter
    def keeps_undo(self, wanted: bool) -> None:
        self._settings.setValue("keep_undo", "yes" if wanted else "no")

    @property
    def tidy_style(self) -> "Style":
        """The style that was tidied in last."""
        from designer.edit.layouts.tidy import Style

        stored = str(self._settings.value("tidy", "tiers"))
        return cast("Style", stored) if stored in get_args(Style) else "tiers"

    @tidy_style.setter
    def tidy_style(self, style: "Style") -> None:
        self._settings.setValue("tidy", style)

    @property
    def favourites(self) -> tuple[str, ...]:
        """Part ids with a star."""
        return self._names("favourites")

    @property
    def recent(self) -> tuple[str, ...]:
        """Part ids placed last, newest first."""
        return self._names("recent")

    def shortcuts_of(self, table: AnyTable) -> Shortcuts:
        """Return the keys in force of the commands in TABLE: one object for all windows.

        It keeps here what a person chooses.
        """
        if self._shortcuts is None:
            self._shortcuts = Shortcuts(table, str(self._settings.value("shortcuts", "")), self._keep_shortcuts)
        return self._shortcuts

    def _keep_shortcuts(self, chosen: str) -> None:
        self._settings.setValue("shortcuts", chosen)

    @property
    def recent_commands(self) -> tuple[str, ...]:
        """Ids of the commands chosen last in the command palette, newest first."""
        return self._names("recent_commands")

    def remember_command(self, command_id: str) -> None:
        """COMMAND_ID was chosen in the command palette."""
        known = [command_id, *(name for name in self.recent_commands if name != command_id)]
        self._store("recent_commands", known[:RECENT_COMMANDS])

    def toggle_favourite(self, part_id: str) -> None:
        """Give PART_ID a star, or take it away."""
        known = self.favourites
        self._store(
            "favourites", [name for name in known if name != part_id] if part_id in known else [*known, part_id]
        )

    def remember_part(self, part_id: str) -> None:
        """PART_ID was placed."""
        self._store("recent", [part_id, *(name for name in self.recent if name != part_id)][:RECENT_PARTS])

    @property
    def geometry(self) -> QByteArray:
        """Return the geometry of the window when it was closed."""
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("geometry", value)

    def panel_stands(self, side: str, usual: str) -> str:
        """Return how the panel at SIDE of the canvas was left: "docked", "float" or "folded"; USUAL at first."""
        return str(self._settings.value(f"frame/{side}", usual))

    def keep_panel(self, side: str, stands: str) -> None:
        """Remember how the panel at SIDE of the canvas STANDS."""
        self._settings.setValue(f"frame/{side}", stands)

    def panel_across(self, side: str, usual: int) -> int:
        """Return how many pixels the docked panel at SIDE takes; USUAL until a person chose others."""
        stored = str(self._settings.value(f"frame/{side}_across", ""))
        return int(stored) if stored.isdecimal() and len(stored) < _DIGITS else usual

    def keep_panel_across(self, side: str, pixels: int) -> None:
        """Remember how many PIXELS the docked panel at SIDE takes."""
        self._settings.setValue(f"frame/{side}_across", pixels)

    @property
    def shows_strip(self) -> bool:
        """Return True when the strip of headline figures is unfolded."""
        return str(self._settings.value("frame/strip", "no")) == "yes"

    @shows_strip.setter
    def shows_strip(self, wanted: bool) -> None:
        self._settings.setValue("frame/strip", "yes" if wanted else "no")

    @property
    def shows_map(self) -> bool:
        """Return True when the map of the whole drawing lies over the canvas."""
        return str(self._settings.value("frame/map", "no")) == "yes"

    @shows_map.setter
    def shows_map(self, wanted: bool) -> None:
        self._settings.setValue("frame/map", "yes" if wanted else "no")

    @property
    def tour_met(self) -> bool:
        """Return True when the first tour was offered once, whatever came of it."""
        return str(self._settings.value("tour", "")) == "met"

    @tour_met.setter
    def tour_met(self, met: bool) -> None:
        self._settings.setValue("tour", "met" if met else "")

    def _names(self, key: str) -> tuple[str, ...]:
        return tuple(name for name in str(self._settings.value(key, "")).split("\n") if name)

    def _store(self, key: str, names: list[str]) -> None:
        self._settings.setValue(key, "\n".join(names))
