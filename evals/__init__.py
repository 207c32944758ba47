"""Scored quality runs: sets of questions, metrics, tables. Looks at the assistant from outside."""
