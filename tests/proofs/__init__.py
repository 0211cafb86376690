"""A second opinion on what guards prove, by a solver that knows nothing of the engine."""
