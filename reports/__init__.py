"""What we tell: the views compared, the gaps priced, the page."""
