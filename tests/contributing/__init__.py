"""The pages for whoever works on Ratecard: what they name exists, and what they say to do works."""
