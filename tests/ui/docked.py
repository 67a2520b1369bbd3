"""Preferences of a person who has docked all panels, unfolded the strip and wants the map.

Tests of what stands in panels see them so; how panels fold, open and float is tested in `tests/ui/app/frame`.
"""


def dock_all(preferences):
    """Return PREFERENCES with everything in sight, of somebody who knows the tour."""
    for side in ("palette", "inspector", "below"):
        preferences.keep_panel(side, "docked")
    preferences.shows_strip = True
    preferences.shows_map = True
    preferences.tour_met = True
    return preferences
