"""Our own form: generated from the declarations, read back cell by cell."""
