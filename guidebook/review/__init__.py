"""What a change changes for readers."""
