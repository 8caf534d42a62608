"""PDF sources, and Typst that compiles them."""
