"""
The tables of the indicator contract, apart from the register: a pseudonymous copy that figures are computed on.

It is the only reader of other rooms' tables in bulk. What is asked of it in words (``returnees``, ``child``, ``latest
score``) is a named predicate in :mod:`arraigo.warehouse.predicates`.
"""
