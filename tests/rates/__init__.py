"""Exchange rates from files of several sources."""
