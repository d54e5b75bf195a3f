"""Queries from outside: the gate, their evaluation in the cage, results that are whole or an error."""
