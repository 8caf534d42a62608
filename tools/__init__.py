"""Programs that do not belong to the package."""
