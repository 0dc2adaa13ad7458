"""Adoption: what the migrations make, added to a big live database that lacks some of it.

A migration runs whole, in one transaction, and may scan a table under a lock that stops every
writer: right for an empty database, wrong for one with millions of bookings and a front desk at
work. Here each constraint and index is added in steps, of which none makes a writer wait for longer
than a lock timeout. `parts` reads them from a catalog, `script` keeps them in schema/adoption.sql,
`plan` says which steps a database needs, `running` takes them.
"""
