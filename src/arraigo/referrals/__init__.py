"""Asking another institution for a service, and its answer."""
