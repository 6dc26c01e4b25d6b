"""From public questions and laws to the folder ``search/model/…-q4``: ``python -m search.training --help``.

Nothing here is imported by the product. The recipe (what is read, how much of it, every number) is ``recipe.toml``; the data are
read where they lie and never copied into the project.
"""
