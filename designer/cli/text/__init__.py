"""Text that commands print for people."""
