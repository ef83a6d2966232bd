"""What some pages have beside their answer: forms and links, made by the process that serves, without a number."""
