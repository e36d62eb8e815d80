"""Summit Outfitters: a small shop of real server processes, to walk through and learn on.

It sells hiking boots on pages, by chat, by mail and by telephone number, and it
contradicts itself in several places (see `flaws`), each of which can be put right.
Knows nothing of journeys, shoppers or reports: it is what they look at.
"""
