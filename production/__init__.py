"""The production line: is handed a Film, plain data, and makes its video with all that belongs to it."""
