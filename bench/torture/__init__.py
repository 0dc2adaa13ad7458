"""Writes at random, of any value to any column of any table, and a look at what became of it."""
