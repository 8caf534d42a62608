"""The records: what people write, as types."""
