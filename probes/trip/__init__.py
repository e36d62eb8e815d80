"""A walk under way: what the shopper knows, acting on a page, arriving on the next."""
