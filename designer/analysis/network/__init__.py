"""What a drawn network carries: the fabric copy by copy, routing, loads, bisection and tiers."""
