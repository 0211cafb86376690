"""Cases: questions with the answers that are expected of a book, which finance keeps beside its rules."""
