"""First pages: the question with what is known of it now, and one state at a glance."""
