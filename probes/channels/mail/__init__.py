"""E-mail: the mailboxes where the shopper's mail arrives, and what a letter says."""
