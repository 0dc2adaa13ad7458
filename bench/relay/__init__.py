"""Proof of the relay: kills, an outage, throughput, latency and the cost of NOTIFY."""
