"""Channels beside the web: each speaks its own protocol and knows nothing of walks."""
