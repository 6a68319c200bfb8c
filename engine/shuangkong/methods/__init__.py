"""How targets are followed: which clocks each has, by which formulas they judge, on which figures.

It is told here once, for those who ask cities for figures and for those who judge on them.
"""
