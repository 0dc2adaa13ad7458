"""What every proof shares: a server of its own, a hotel, the API as a process, and the figures."""
