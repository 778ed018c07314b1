"""Pages about one case, and the list of cases."""
