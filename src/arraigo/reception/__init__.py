"""Arrivals: manifests, passengers, registration of returns, reception services."""
