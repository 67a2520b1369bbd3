"""Many variants of a design in one window: say what may vary, watch rows come in, find the best of them."""
