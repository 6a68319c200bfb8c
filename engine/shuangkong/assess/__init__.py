"""Assess: observations → outcomes → points → grade; every verdict exact and traceable."""
