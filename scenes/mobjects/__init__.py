"""What several scenes draw."""
