"""The rack view: elevations, the tray of devices without a place, filling by rule."""
