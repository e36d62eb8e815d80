"""Journeys to start from, and the demo shop that they are walked on."""
