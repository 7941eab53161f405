"""What comes in and goes out: lists of children from files, and lists into files."""
