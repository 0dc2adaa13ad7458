"""Payments by Stripe: what it says, what it is told, and whether both agree."""
