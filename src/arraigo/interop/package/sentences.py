"""What a report says of each fault, with how to mend it: `faults.Fault` fills in the names."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # Cells
    "required": _("%(column)s is empty, and every row needs it. Write the value, or take the row out."),
    "date": _("This is no day of the calendar. Write it as year-month-day, such as 2023-02-28."),
    "datetime": _(
        "This is no moment. Write it as 2023-02-28T17:05:00-06:00; without the difference to UTC it is "
        "taken as UTC."
    ),
    "year": _("This is no year. Write it in four digits, such as 2023."),
    "integer": _("This is no whole number. Write it in digits only, such as 36."),
    "number": _("This is no number. Write it in digits, with a point before the decimals, such as 1250.50."),
    "digits": _("This number has too many digits: at most 18 before the point and 40 after it. Round it."),
    "enum": _("This value is not on the list of %(column)s. Allowed are: %(allowed)s."),
    "three_letters": _("This is no code of three capital letters, such as GTM or USD. Write the code."),
    "minimum": _("The number is too small: the least is %(minimum)s. Correct it, or leave the cell empty."),
    "maximum": _("The number is too large: the most is %(maximum)s. Correct it, or leave the cell empty."),
    "codes": _("Not on the list of %(column)s: “%(detail)s”. Write codes of the list with ; between them."),
    "long": _("The text is too long: at most %(longest)s characters. Shorten it."),
    "nul": _(
        "The text has a character with the number 0, which no text has. Save the file anew from its source."
    ),
    # Rows
    "ragged": _(
        "The row has another number of cells than the header (%(detail)s). Put texts that have a comma "
        "between quotation marks, and give every row all its commas."
    ),
    "quotes": _(
        "The quotation marks of this row do not close where they should. Double those inside a text."
    ),
    "repeated": _(
        "Row %(detail)s has the same %(key)s. Each may stand in the table once: keep one of the two, or "
        "number it anew."
    ),
    "unknown_row": _(
        "There is no such row in %(detail)s, neither in this package nor among what was loaded or "
        "recorded before. Add it to %(detail)s, or correct the value."
    ),
    "recorded": _(
        "Somebody recorded this at a desk, with another %(detail)s. A package does not change what desks"
        " record: correct it there, or leave the row out."
    ),
    "joined": _(
        "This record of a person was joined with another here. Use %(detail)s in its place, in all "
        "tables of the package."
    ),
    # Columns
    "no_such_column": _(
        "The table %(table)s has no such column. Take it out, or rename it to one of: %(columns)s."
    ),
    "column_missing": _("The table %(table)s needs the column %(column)s, and the file lacks it. Add it."),
    "column_twice": _("The file has this column more than once. Keep one of them."),
    "column_kind": _(
        "The column holds %(detail)s, which a table cannot have. Write it as text, number or date."
    ),
    # Files
    "no_header": _(
        "The file is empty. Its first row must name the columns; take the file out if it has no rows."
    ),
    "separator": _(
        "The columns are not separated with commas. Save the file as “CSV UTF-8 (comma delimited)”."
    ),
    "encoding": _(
        "The file is not in UTF-8. Save it as “CSV UTF-8 (comma delimited)”; reading stopped at this row."
    ),
    "row_too_long": _(
        "A row never ends, or a quotation mark never closes; reading stopped here. Correct this row."
    ),
    "no_parquet": _("The file is no readable Parquet file. Write it anew, or send the table as CSV."),
    "unreadable": _("The file cannot be read: %(detail)s. Check it, or send it anew."),
    "no_such_table": _(
        "%(detail)s is of no table of the exchange package. Take it out, or name it after one of: %(tables)s."
    ),
    "two_files": _("The table is in more than one file: %(detail)s. Keep one of them."),
    "folder": _("%(detail)s is a folder, and a table is a file. Put one file of that name in its place."),
    "outside": _("%(detail)s leads out of the package. A package names only files inside itself."),
    "no_resource": _(
        "datapackage.json has an entry without a name and a path to one file (%(detail)s). Correct it, "
        "or take the file out."
    ),
    # Packages
    "no_descriptor": _(
        "datapackage.json cannot be read: it is no JSON object with a list of resources. Correct it, or "
        "take it out: tables are known by their file names too."
    ),
    "no_zip": _(
        "This is no folder and no readable zip file. Give the folder or the zip that holds the tables."
    ),
    "locked": _("The zip file is locked with a password. Unpack it, and give the folder."),
    "bomb": _(
        "The zip file opens to %(detail)s, which is more than it should. Unpack it, look at it, and give"
        " the folder."
    ),
    "nothing": _(
        "The package has no table. Tables are files such as people.csv or returns.parquet, named after: "
        "%(tables)s."
    ),
}
"""The sentence of each kind of fault."""
