"""`make bench`: every figure is a ratio or a count taken within one run, printed beside its budget."""
