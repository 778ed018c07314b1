"""Settings, root addresses and the server's entry point: knows everything, decides nothing."""
