"""Real systems as books of Ratecard, each with the figures that were published of it as cases."""
