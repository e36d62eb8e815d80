"""What keeps walks harmless: named hosts only, secrets kept, nothing changed without consent."""
