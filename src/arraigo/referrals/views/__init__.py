"""Pages of the room: what was received, what was sent, and asking for a service."""
