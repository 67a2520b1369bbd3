"""Learning the program in its window: words of the trade, a first tour, a walk through the layers."""
