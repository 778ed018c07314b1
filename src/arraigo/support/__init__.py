"""What was requested and delivered: identity documents, support applications."""
