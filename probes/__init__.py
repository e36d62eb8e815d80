"""The mystery shopper: walks the live touchpoints and says what was met there.

Reports what was seen; judging it is the work of `reports/`. Knows nothing of simulation.
"""
