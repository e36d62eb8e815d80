"""The invoice as a PDF of one page."""

from fpdf import FPDF

from .conduct import Conduct
from .money import plain
from .orders import Order

TAX_PERCENT = 19
PINE = (31, 61, 54)
RUST = (224, 122, 47)
INK = (38, 44, 41)
WIDTHS = (88, 22, 20, 40)


def invoice_pdf(order: Order, says: Conduct) -> bytes:
    """Draw the invoice of an order."""
    pdf = FPDF(format="A4")
    pdf.set_title(f"Invoice {order.number}")
    pdf.set_creation_date(order.placed_at)
    pdf.set_margin(20)
    pdf.add_page()
    _letterhead(pdf)
    _addressee(pdf, order)
    _lines(pdf, order)
    _promises(pdf, order, says)

    return bytes(pdf.output())


def _letterhead(pdf: FPDF) -> None:
    pdf.set_fill_color(*PINE)
    pdf.polygon([(20, 32), (28, 20), (32, 26), (35, 23), (42, 32)], style="F")
    pdf.set_fill_color(*RUST)
    pdf.polygon([(28, 20), (30.7, 24), (28, 25.5), (25.7, 23.5)], style="F")
    pdf.set_xy(46, 21)
    _write(pdf, "Summit Outfitters", size=18, bold=True, colour=PINE)
    pdf.set_y(46)


def _addressee(pdf: FPDF, order: Order) -> None:
    address = order.address
    town = f"{address.postcode} {address.city}"
    for line in (order.contact.name, address.street, town, address.country):
        _write(pdf, line)
    pdf.ln(10)
    _write(pdf, f"Invoice {order.number}", size=16, bold=True, colour=PINE)
    _write(pdf, f"{order.placed_at:%d %B %Y}")
    pdf.ln(6)


def _lines(pdf: FPDF, order: Order) -> None:
    _row(pdf, ("Article", "Size", "Pieces", "Sum"), bold=True, border="B")
    for line in order.lines:
        cells = (line.product.name, line.size, str(line.quantity), plain(line.sum_cents))
        _row(pdf, cells)
    _row(pdf, ("Delivery", "", "", plain(0)), border="B")
    _row(pdf, ("Total", "", "", plain(order.total_cents)), bold=True)
    tax = round(order.total_cents * TAX_PERCENT / (100 + TAX_PERCENT))
    _row(pdf, (f"of which {TAX_PERCENT} % VAT", "", "", plain(tax)))
    pdf.ln(8)


def _promises(pdf: FPDF, order: Order, says: Conduct) -> None:
    _write(pdf, f"Payment: {order.payment}")
    _write(pdf, f"Delivery: {order.delivery}")
    _write(pdf, f"Returns: {says.returns}")
    _write(pdf, f"Support: {says.phone}")


def _write(
    pdf: FPDF,
    text: str,
    *,
    size: int = 11,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
) -> None:
    pdf.set_font("Helvetica", style="B" if bold else "", size=size)
    pdf.set_text_color(*colour)
    pdf.cell(0, size * 0.55, _printable(text), new_x="LMARGIN", new_y="NEXT")


def _row(pdf: FPDF, cells: tuple[str, ...], *, bold: bool = False, border: str = "") -> None:
    pdf.set_font("Helvetica", style="B" if bold else "", size=11)
    pdf.set_text_color(*INK)
    for text, width in zip(cells, WIDTHS, strict=True):
        align = "R" if width == WIDTHS[-1] else "L"
        pdf.cell(width, 9, _printable(text), border=border or 0, align=align)
    pdf.ln()


def _printable(text: str) -> str:
    # The PDF's built-in fonts hold Latin letters only.
    return text.encode("latin-1", "replace").decode("latin-1")
