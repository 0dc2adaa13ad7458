"""From COMMIT to a client of Pusher's protocol, through the relay and soketi."""
