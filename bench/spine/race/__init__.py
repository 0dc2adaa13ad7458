"""A race for a contradiction: clients that write at random, and a watcher that looks for one."""
