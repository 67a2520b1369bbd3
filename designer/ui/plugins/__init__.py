"""Plug-ins in the window: the list with consent, switched on and off by the person."""
