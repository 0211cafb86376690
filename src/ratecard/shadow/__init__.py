"""What another service charged beside what a book charges: each logged question asked again, differences by cause."""
