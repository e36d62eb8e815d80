"""What all tests share: the longest start first, so that no core waits for one at the end."""

import os

import pytest

LONGEST = ("test_hostile_site.py", "test_demo.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the whole ways first."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_xdist_auto_num_workers() -> int:
    """Have one more at work than there are cores: many tests wait for a page, or for nothing."""
    return (os.cpu_count() or 1) + 1
