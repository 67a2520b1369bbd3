"""The registry of commands, their keys, the command palette and the menus that are made of them."""
