"""Side-by-side measurements of the readers against named alternatives: see README.md."""
