"""
The exchange package: the tables in which reintegration data enters and leaves in bulk (`arraigo load`, `arraigo dump`).

A folder or a zip with CSV or Parquet files and, if it has one, a `datapackage.json`. What a package must be is said by
:mod:`arraigo.exchange.contract`.
"""
