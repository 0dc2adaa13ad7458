"""What realtime messages are to their readers, whoever delivers them: names of channels, replay."""
