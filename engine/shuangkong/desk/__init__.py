"""The browser's side: pages, roles, events. It holds no rules.

Pages call the public API and the ledger, and show the same findings, states, verdicts and words
as the command. What is the desk's own lies in one SQLite file beside the ledger (`store`): who
may do what (`accounts`, `sessions`, `rights`), what happened (`events`, `audit`), and the work
that takes longer than a page may (`jobs`). Every page works without script.
"""
