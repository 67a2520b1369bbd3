"""The installation that runs: its revision, the libraries and packages it needs, and whether they are there.

Nothing here imports Qt or reads a design, so that a broken installation can say what is wrong with it.
"""
