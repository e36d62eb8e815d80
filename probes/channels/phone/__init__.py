"""The shopper's phone: menus as callers hear them, text messages as a provider hands them on."""
