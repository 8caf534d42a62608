"""Facts come in: one by one or as a table, each written into its own lines of `data/`."""
