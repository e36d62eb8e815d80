"""The shopper's phone: text messages as a provider hands them on."""
