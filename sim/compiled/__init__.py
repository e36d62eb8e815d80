"""The crowd, compiled: the same records as the SimPy crowd's, some hundred times as fast.

`layout.py` turns the flat model into arrays, `engine.py` runs it; the rooms between are the
parts of SimPy's crowd, in the same order and under the same names. numba is imported only
here.
"""
