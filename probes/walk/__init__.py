"""Walks from end to end: the route, its stops, what is noted and kept of each."""
