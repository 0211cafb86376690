"""Price sheets: what people keep prices in before they have a book, read as prices by region, platform and package."""
