"""What every room may use: ids, periods, places, code lists, names, content, errors. No model of a person."""
