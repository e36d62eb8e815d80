"""One file per command. A command parses, calls one function, prints."""
