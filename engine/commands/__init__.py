"""What the command line offers, one module for each room; arguments in, one engine call, text out.

Only click is imported here: libraries that read or compute are imported by the command that
needs them, so that --help and `plan list` answer at once.
"""
