"""Experiments: worlds compared on the same luck, and what they say, with intervals.

How many replications, on which workers, after which warm-up; estimates, differences and
the best of several. Below are the model and the engines, which know nothing of this.
"""
