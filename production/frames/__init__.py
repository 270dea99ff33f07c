"""A scene plays, and its frames are drawn."""
