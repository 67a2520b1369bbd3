"""Calculators in the window: every formula by itself, those of plug-ins beside those of the program."""
