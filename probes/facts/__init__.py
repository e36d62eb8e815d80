"""Facts, read where a walk says they stand: on a page, in its data, in a letter."""
