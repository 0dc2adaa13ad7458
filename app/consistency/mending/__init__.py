"""Mending: what the checks found is brought back to what the facts say, by evidence.

Each finding is mended in a small transaction of its own, which locks its subject, asks the check
again, writes plain SQL that every rule judges, and asks once more. Nothing here switches a rule
off: what a rule refuses stays as it is and is reported with the rule's name.
"""
