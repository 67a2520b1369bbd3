"""Results as the plain documents that `--json` prints."""
