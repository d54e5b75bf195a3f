"""Pure decisions: what follows from the law of a day for the facts of a case."""
