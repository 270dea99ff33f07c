"""What is handed over: films with the files beside them, stills, and their checks."""
