"""Windows that bring in parts, prices and logs of requests."""
