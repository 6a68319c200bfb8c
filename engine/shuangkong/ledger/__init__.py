"""The ledger 台账: what was received, decided and issued; append-only and chained by hash.

Nothing is imported here, so that commands without data start quickly. One module per act:
`init`, `submit`, `decide`, `issue`, `replay`; and per question: `status`, `versions`,
`verify`, `compare`. `show` words what they return for the terminal.
"""
