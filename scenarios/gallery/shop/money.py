"""Amounts in whole cents, and the three ways in which the shop writes them.

Pages write €129.00, mails and invoices 129.00 EUR, machines 129.00 and EUR apart.
"""

CURRENCY = "EUR"


def amount(cents: int) -> str:
    """Write the bare number: 129.00."""
    return f"{cents // 100}.{cents % 100:02d}"


def euros(cents: int) -> str:
    """Write the price as pages show it: €129.00."""
    return f"€{amount(cents)}"


def plain(cents: int) -> str:
    """Write the price for paper and plain text: 129.00 EUR."""
    return f"{amount(cents)} {CURRENCY}"
