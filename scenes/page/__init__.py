"""The lesson's page: what it shows besides the film."""
