"""Kinds of finding that the declarations room reports (ids SK-D…), by what they are about."""
