"""The page of pre-check-in: plain HTML for a phone, in the guest's language, without a script.

It asks what the form asks, hands on what was typed and says what the database refused. What is
right and what is wrong is not known here.
"""
