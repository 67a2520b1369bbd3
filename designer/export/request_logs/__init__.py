"""Logs of requests to a language model, as engines, clouds and benchmarks write them."""
