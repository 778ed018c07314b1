"""Identifiers of all records: UUID version 7 (RFC 9562), which sort by the time they were made."""

import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """Make a new identifier: 48 bits of milliseconds since 1970, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)
