"""The schemas of the kinds that belong to no room: plain pydantic models."""
