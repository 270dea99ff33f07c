"""The pictures: one scene a file, drawn from what the simulator computed."""
