"""Messages to guests by e-mail: rows that the database wrote, sent once by whoever claims them."""
