"""The language: what a journey, a walk and a what-if are, and how they are read.

The lowest room: it knows nothing of simulation, browsers or reports.
"""
