"""The crowd: thousands of customers walk the journey as the plan assumes it.

Knows nothing of browsers, pages or reports.
"""
