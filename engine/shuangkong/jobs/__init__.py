"""The jobs of the command line, a function each; each walks the rooms once, forwards."""
