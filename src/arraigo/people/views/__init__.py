"""Pages of who keeps the register: what may be one person, what was joined, and each record."""
