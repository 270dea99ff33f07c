"""What the lesson's page is made of, beside its film."""
