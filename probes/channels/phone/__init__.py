"""Phone menus: the shopper plays the telephone company, and hears what a caller would hear."""
