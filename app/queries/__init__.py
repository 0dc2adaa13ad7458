"""SQL of the API: named constants, one module a noun. Every statement names the hotel."""
