"""Tables that an office owns: .xlsx workbooks with placeholders and row loops in their cells."""
