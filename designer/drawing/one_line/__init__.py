"""The power chain as a one-line diagram."""
