"""The installation: the window of versions and licences, and the try whether a window opens at all."""
