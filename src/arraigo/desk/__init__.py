"""Pages that gather rooms: my day, the case file, search."""
