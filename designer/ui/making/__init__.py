"""Making large designs from templates beside the window."""
