"""What is said to the clerk about a cell, a row or a file: which field, what is wrong, how to mend it.

A finding stores the name of its sentence and the words that go into it, never the sentence itself, so
that each reader gets it in their own language, and never the value of the cell, so that no personal
number can be stored or logged with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.sheets.columns import kinds

SENTENCES: dict[str, str | Promise] = {
    # The file as a whole.
    "damaged_file": _(
        "The file is damaged or was cut off on its way; open it in the spreadsheet program, save it "
        "again and upload it once more."
    ),
    "encrypted_file": _(
        "The workbook is protected by a password; remove the password, save it and upload it again."
    ),
    "file_too_large": _(
        "The file is larger than %(limit)s; split it into several workbooks and upload them one by one."
    ),
    "unpacks_too_large": _(
        "Unpacked, the workbook would be larger than is safe to read; delete unused sheets, pictures "
        "and formats and save it again."
    ),
    "mismatch_xls": _(
        "The file is an old Excel 97-2003 workbook although its name ends in %(suffix)s; save it as "
        "an .xlsx workbook and upload it again."
    ),
    "mismatch_text": _(
        "The file holds plain text (such as CSV) and not a workbook; open it in the spreadsheet "
        "program and save it as .xlsx."
    ),
    "mismatch_html": _(
        "The file is a web page saved under a workbook's name; open it in the spreadsheet program "
        "and save it as .xlsx."
    ),
    "mismatch_pdf": _("The file is a PDF document; upload the workbook from which it was made."),
    "mismatch_image": _("The file is a picture; upload the workbook itself."),
    "mismatch_zip": _("The file is an archive but holds no workbook; unpack it and upload the .xlsx inside."),
    "mismatch_other": _(
        "The file is not a workbook; save the table as .xlsx in the spreadsheet program and upload that."
    ),
    "mismatch_xlsb": _("The file is a binary workbook (.xlsb); save it as .xlsx and upload it again."),
    "mismatch_ods": _("The file is an OpenDocument spreadsheet; save it as .xlsx and upload it again."),
    "unsafe_content": _(
        "The workbook contains definitions that no spreadsheet program writes (a document type or "
        "entities); save the table into a new workbook and upload that."
    ),
    "row_too_long": _(
        "A row of the workbook is unreasonably long; copy the table into a new workbook and upload that."
    ),
    "empty_workbook": _(
        "No header row was found in the workbook; put the column names of the template above the data."
    ),
    "header_not_found": _(
        "The first rows hold no header of the table “%(table)s”; use the column names of the template."
    ),
    "wrong_template": _(
        "The header belongs to the table “%(found)s”, not to “%(table)s”; choose the right table or "
        "upload the right file."
    ),
    "missing_mandatory_column": _(
        "The mandatory column “%(field)s” is absent; add the column and fill it in."
    ),
    "duplicate_column": _(
        "The column “%(field)s” appears more than once (columns %(columns)s); keep one of them."
    ),
    "unknown_column": _("The column “%(text)s” is not part of this table and is not taken in."),
    "old_layout": _(
        "The column names of 2015-2017 were recognised; columns that this layout lacks are not asked for."
    ),
    "other_sheets_ignored": _(
        "Only the sheet “%(sheet)s” is taken in; these sheets also hold data: %(others)s."
    ),
    "summary_rows_skipped": _("Rows with totals or notes are not data and were passed over: rows %(rows)s."),
    "repeated_header_skipped": _("The header is repeated below; these rows were passed over: rows %(rows)s."),
    "hidden_rows": _("The sheet has hidden rows; they are taken in like the others."),
    "too_many_findings": _(
        "More than %(limit)s findings; only the first are kept. Mend the causes and upload again."
    ),
    "rows_withheld": _("All or nothing was chosen and there are faulty rows, so no row was stored."),
    # Any cell.
    "missing_value": _("“%(field)s” is empty; it must be filled in."),
    "missing_with": _("“%(field)s” is empty; it must be filled in when “%(other)s” is filled in."),
    "missing_one_of": _("No code of the subject is given; fill in at least one of: %(fields)s."),
    "value_too_long": _("“%(field)s” has %(length)s characters; at most %(limit)s are allowed, shorten it."),
    "cell_error": _("“%(field)s” holds the spreadsheet error %(error)s; enter the value itself."),
    "formula_cell": _("“%(field)s” holds a formula without a stored result; enter the value itself."),
    "not_in_list": _("“%(field)s” has a value that is not in its list; choose one of: %(choices)s."),
    # Codes.
    "number_precision_lost": _(
        "“%(field)s” was stored as a number, so its last digits are lost; format the cell as text "
        "and type the number again."
    ),
    "confusable_letter": _(
        "“%(field)s” contains a letter that such a code cannot hold (I, O, Z, S or V); check it "
        "against the document."
    ),
    "confusable_letter_suggest": _(
        "“%(field)s” contains a letter that such a code cannot hold (I, O, Z, S or V); probably "
        "%(suggestion)s is meant."
    ),
    "bad_code_length": _(
        "“%(field)s” must have %(length)s characters, not %(found)s; check it against the document."
    ),
    "bad_code_format": _(
        "“%(field)s” is not in the form that such a number has; check it against the document."
    ),
    "bad_check_character": _(
        "The check character of “%(field)s” does not match; a digit is wrong or two digits are swapped."
    ),
    "bad_birth_date": _(
        "The birth date inside “%(field)s” does not exist or lies in the future; check it against "
        "the document."
    ),
    "filler_code": _("“%(field)s” holds only a filler; enter the authority's own credit code."),
    # Dates.
    "unreadable_date": _("“%(field)s” cannot be read as a date; write it like 2026/11/22."),
    "ambiguous_date": _(
        "“%(field)s” could mean two different days; write it with the year first, like 2026/11/22."
    ),
    "impossible_date": _("“%(field)s” names a day that does not exist; correct it."),
    "date_from_serial": _(
        "“%(field)s” held only a serial number and was read as %(day)s; check it and format the cell "
        "as a date."
    ),
    "future_decision_date": _("“%(field)s” lies after the day of intake (%(day)s); correct the date."),
    "end_before_start": _("“%(field)s” lies before “%(other)s”; correct one of the two."),
    # Amounts and numbers.
    "amount_negative": _("“%(field)s” is below zero; enter the amount without a sign."),
    "amount_not_a_number": _("“%(field)s” cannot be read as a number; enter digits only, in 10,000 yuan."),
    "amount_with_unit": _("“%(field)s” carries a unit or other text; enter the number only, in 10,000 yuan."),
    "amount_too_fine": _("“%(field)s” has more than six decimals or is too large; enter it in 10,000 yuan."),
    "amount_missing": _(
        "“%(kind)s” is among the kinds of penalty but “%(field)s” is empty; enter the amount in 10,000 yuan."
    ),
    "amount_suspicious_unit": _(
        "“%(field)s” is above %(limit)s (10,000 yuan); perhaps it was entered in yuan, check it."
    ),
    "amount_without_kind": _("“%(field)s” is filled in but no kind of penalty asks for it; check the kinds."),
    "not_a_whole_number": _("“%(field)s” must be a whole number of zero or more."),
    # Text.
    "document_number_brackets": _(
        "The year in “%(field)s” is not in 〔〕; it is stored with these brackets."
    ),
    "personal_data_in_text": _(
        "“%(field)s” contains personal data (%(finds)s); remove it, the text may be published."
    ),
    # Rows.
    "duplicate_in_file": _(
        "The row repeats row %(same_as)s (%(fields)s are the same); delete one of the two."
    ),
    "person_in_legal_file": _("The row is about a natural person; enter it in the file for natural persons."),
    "legal_in_person_file": _(
        "The row is about an organisation or individual business; enter it in the file for organisations."
    ),
    "outside_jurisdiction": _(
        "“%(field)s” belongs to a place outside your jurisdiction; leave the row to the office in charge."
    ),
    "name_differs": _(
        "“%(field)s” is not the name under which this number is on file; check the name and the number."
    ),
    "already_reviewed": _(
        "This decision was already reviewed and differs from the row; correct it through the "
        "correction procedure."
    ),
}


PERSONAL_DATA: dict[str, str | Promise] = {
    "resident_id": _("resident id number"),
    "mobile": _("mobile number"),
    "bank_card": _("bank account number"),
    "patient_name": _("patient's name"),
}


def sentence(says: str, params: Mapping[str, object]) -> str:
    """Return the sentence `says` with its words filled in, in the language that is active now."""
    return str(SENTENCES[says]) % {name: _word(name, value) for name, value in params.items()}


def _word(name: str, value: object) -> object:
    """Words that are themselves translated are kept by their code, or in all languages."""
    if name in ("table", "found") and value in kinds():
        return kinds()[str(value)].title
    if name == "said" and isinstance(value, Mapping):  # a service's own sentence, kept in every language
        return value.get(get_language() or "") or next(iter(value.values()), "")
    if name == "finds":
        return "、".join(str(PERSONAL_DATA.get(code, code)) for code in str(value).split(", "))
    return value


def add_sentences(more: Mapping[str, str | Promise]) -> None:
    """Let an app bring the sentences of its own rules."""
    SENTENCES.update(more)
