"""What stands around answers of single questions: forms and links, made by the process that serves."""
