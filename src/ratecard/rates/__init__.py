"""Exchange rates from published files: where they come from, what the files say, and the rule file that keeps them."""
