"""Tests of the demo shop, with the visitor whom they share."""
