"""Consistency: the queries of checks/, run in one snapshot, kept, shown and, by evidence, mended.

A check is a file of plain SQL that a DBA runs in psql as well; this package reads its header, runs
it and never restates what it asks.
"""
