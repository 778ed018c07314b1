"""History as it was loaded from other systems: the tables of the exchange package, row by row as they came."""
