"""Data under the workloads: stores, pipelines, vector databases and the network to them."""
