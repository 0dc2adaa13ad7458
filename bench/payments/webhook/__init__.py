"""How quickly the webhook stores events with their effect."""
