"""What all tests share: the longest start first, so that no core waits for one at the end."""

import pytest

LONGEST = ("test_hostile_site.py", "test_demo.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the whole ways first."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
