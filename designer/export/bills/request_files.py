"""A request for quotation as a workbook that goes to one vendor: part numbers, lengths and pieces, and no price."""

from xlsxwriter import Workbook

from designer.export.bills.records import Bill
from designer.export.bills.requests import Request
from designer.export.bills.sheets import table_sheet
from designer.export.bills.tables import request_table
from designer.export.bills.workbook import OPTIONS
from designer.export.workbook_bytes import workbook_bytes
from designer.export.workbook_look import Look


def request_workbook(bill: Bill, request: Request) -> bytes:
    """Return REQUEST of BILL as a workbook; the columns for price, currency, validity and weeks are empty."""

    def fill(book: Workbook) -> None:
        table_sheet(book, Look(book), request_table(bill, request), bill.name)

    return workbook_bytes(OPTIONS, fill)
