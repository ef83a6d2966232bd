"""The user's own data: what kinds of file can be imported, and how each lies in the store."""
