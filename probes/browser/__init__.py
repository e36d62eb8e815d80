"""A browser: found, put there, opened as somebody, its clocks read, watched on the side."""
