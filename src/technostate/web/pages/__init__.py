"""What pages have beside their answers: forms and choices. Light, as the process that serves imports it."""
