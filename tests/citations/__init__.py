"""Citations in texts: found, resolved, told."""
