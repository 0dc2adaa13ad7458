"""Payments: random histories against Stripe's truth, copies of an event, the webhook's speed."""
