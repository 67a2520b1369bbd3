"""Rules about the site as a whole: what feeds and cools it, and whether that is large enough."""
