"""The observatory: every question at an address, answered by the views, served and written as static pages.

A *question* (`questions`) has an address, parameters and the view that answers it. What is *asked* (`asked`) is a
question with its values; its answer is kept as a *bundle* (`bundle`) in a folder (`shelf`), and a page (`shell`) stands
around it. The process that serves opens bundles only: numbers are made by a worker.
"""
