"""Work that would hold up the window, done while it goes on."""
