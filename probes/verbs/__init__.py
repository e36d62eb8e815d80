"""What the shopper can do, one family of verbs a file; `perform.py` lists them."""
