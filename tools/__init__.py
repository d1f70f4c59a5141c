"""Programs that make what the repository carries: weights and pictures."""
