"""Checks 审核: declared rules and those that no formula can state."""
