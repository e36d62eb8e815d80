"""What the shop shows: its pages, its mail and its drawings, as Jinja templates."""
