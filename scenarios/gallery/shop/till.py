"""From the cart to the placed order: the cart's page and the two steps of the checkout."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from . import forms
from .basket import MOST, Line, quantity, total_cents
from .catalogue import PRODUCTS
from .mail import order_mail
from .orders import Address, Contact, Order
from .rendering import page
from .shelves import product_page
from .shop import shop_of
from .visitors import Visitor, visitor_of

NO_SUCH_QUANTITY = f"Enter a quantity from 1 to {MOST}"


def go(address: str) -> RedirectResponse:
    """Send the browser on, so that reloading repeats nothing."""
    return RedirectResponse(address, status_code=303)


async def show_cart(request: Request) -> Response:
    """Show the cart."""
    return _cart(request)


async def add(request: Request) -> Response:
    """Put a product into the cart, or say what is missing."""
    sent = await request.form()
    product = PRODUCTS.get(_sent(sent, "product"))
    if product is None:
        return go("/c/boots")
    size, pieces = _sent(sent, "size"), _sent(sent, "quantity")
    number = quantity(pieces)
    mistakes = {} if size in product.sizes else {"size": "Choose a size"}
    if number is None:
        mistakes["quantity"] = NO_SUCH_QUANTITY
    if number is None or mistakes:
        return product_page(request, product, size=size, pieces=pieces, mistakes=mistakes)
    unit_cents = product.price_cents + shop_of(request).says.surcharge_cents
    visitor_of(request).basket.add(Line(product, size, number, unit_cents))

    return go("/cart")


async def update(request: Request) -> Response:
    """Change the cart without a script: all quantities at once, or take one line out."""
    sent = await request.form()
    basket = visitor_of(request).basket
    removed = _sent(sent, "remove")
    if removed in basket:
        basket.change(removed, 0)
        return go("/cart")
    wanted = {line.key: _sent(sent, line.key) or str(line.quantity) for line in basket.lines}
    numbers = {key: quantity(text, least=0) for key, text in wanted.items()}
    mistakes = {key: NO_SUCH_QUANTITY for key, number in numbers.items() if number is None}
    for key, number in numbers.items():
        if number is not None:
            basket.change(key, number)

    return _cart(request, mistakes) if mistakes else go("/cart")


async def ask_contact(request: Request) -> Response:
    """Show step 1, filled in where the visitor comes back to it."""
    visitor = visitor_of(request)
    if not visitor.basket.lines:
        return _nothing_to_buy(visitor)
    known = visitor.contact
    told = {field.name: getattr(known, field.name) for field in forms.CONTACT} if known else {}

    return _contact(request, forms.blank(forms.CONTACT, **told))


async def tell_contact(request: Request) -> Response:
    """Take step 1."""
    visitor = visitor_of(request)
    if not visitor.basket.lines:
        return _nothing_to_buy(visitor)
    filled = forms.read(await request.form(), forms.CONTACT)
    if filled.mistakes:
        return _contact(request, filled)
    visitor.contact = Contact(**filled.values)

    return go("/checkout/delivery")


async def ask_delivery(request: Request) -> Response:
    """Show step 2."""
    visitor = visitor_of(request)
    if not visitor.basket.lines:
        return _nothing_to_buy(visitor)
    if visitor.contact is None:
        return go("/checkout/contact")
    fields = (*forms.AGAIN, *forms.DELIVERY)

    return _delivery(request, forms.blank(fields, payment="invoice"), visitor.contact)


async def place_order(request: Request) -> Response:
    """Take step 2 and with it the order; the mail follows by itself."""
    visitor = visitor_of(request)
    if not visitor.basket.lines:
        return _nothing_to_buy(visitor)
    if visitor.contact is None:
        return go("/checkout/contact")
    again = forms.AGAIN if shop_of(request).says.asks_again else ()
    filled = forms.read(await request.form(), (*again, *forms.DELIVERY))
    if filled.mistakes:
        return _delivery(request, filled, visitor.contact)
    order = _order(request, filled, visitor.contact)
    visitor.basket.empty()
    visitor.last_order = order.number

    return go(f"/order/{order.number}")


def _order(request: Request, filled: forms.Filled, contact: Contact) -> Order:
    shop = shop_of(request)
    values = filled.values
    order = Order(
        number=shop.orders.next_number(),
        contact=contact,
        address=Address(values["street"], values["postcode"], values["city"], values["country"]),
        payment=forms.PAYMENTS[values["payment"]],
        lines=visitor_of(request).basket.lines,
        delivery_days=shop.says.order_delivery_days,
        placed_at=shop.clock(),
    )
    shop.orders.enter(order)
    if shop.postman:
        shop.postman.post(order_mail(order, shop.says, site=str(request.base_url).rstrip("/")))
    if shop.texter and contact.phone:
        shop.texter.text(order, shop.says)

    return order


def _nothing_to_buy(visitor: Visitor) -> Response:
    # A second click on "Place order" finds the cart empty and the order made.
    return go(f"/order/{visitor.last_order}" if visitor.last_order else "/cart")


def _cart(request: Request, mistakes: dict[str, str] | None = None) -> Response:
    return page(
        request,
        "cart.html",
        status=422 if mistakes else 200,
        most=MOST,
        mistakes=mistakes or {},
        **_lines(request),
    )


def _contact(request: Request, filled: forms.Filled) -> Response:
    status = 422 if filled.mistakes else 200
    return page(request, "contact.html", status=status, form=filled, **_lines(request))


def _delivery(request: Request, filled: forms.Filled, contact: Contact) -> Response:
    return page(
        request,
        "delivery.html",
        status=422 if filled.mistakes else 200,
        form=filled,
        contact=contact,
        countries=forms.COUNTRIES,
        payments=forms.PAYMENTS,
        **_lines(request),
    )


def _lines(request: Request) -> dict[str, object]:
    lines = visitor_of(request).basket.lines
    return {"lines": lines, "total_cents": total_cents(lines)}


def _sent(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
