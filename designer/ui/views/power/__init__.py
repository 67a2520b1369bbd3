"""The power view: the one-line diagram and what stands beside it."""
