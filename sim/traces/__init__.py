"""Traces: every record of one replication, as a file, an event log, or one customer's story."""
