"""Templates of the page: HTML with its styles, filled by Jinja2."""
