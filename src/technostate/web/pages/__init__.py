"""What pages have beside their answers: light, for the process that serves imports it."""
