"""One page as a person meets it: what can be read, found, followed, and what is in the way."""
