"""Letters: docx templates an office owns, filled with figures that all have a trace."""
