"""Other systems' formats and the simulator: adapters; nothing imports them but cli and site."""
