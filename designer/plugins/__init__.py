"""Plug-ins: what they may provide, where they are found, whether they are switched on, and the process they run in."""
