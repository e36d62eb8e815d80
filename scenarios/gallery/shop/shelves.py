"""The pages before the cart: the advertisement, the landing page, shelves, products."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from .catalogue import HERO, PRODUCTS, Category, Product, shelf
from .conduct import Conduct
from .money import CURRENCY, amount
from .rendering import fill, page
from .shop import shop_of

SEASONAL = ("ridgeline-mid", "drizzle-shell", "meadow-low", "windbreak-fleece")


async def advertisement(request: Request) -> Response:
    """Show the advertisement as a magazine prints it."""
    return page(request, "ad.html", product=HERO)


async def landing(request: Request) -> Response:
    """Show what the advertisement promises."""
    return page(request, "landing.html", product=HERO)


async def home(request: Request) -> Response:
    """Show the front door, which leads to every shelf and to no product in particular."""
    return page(request, "home.html", seasonal=[PRODUCTS[slug] for slug in SEASONAL])


async def category(request: Request) -> Response:
    """Show one shelf."""
    name = request.path_params["category"]
    if name not in set(Category):
        raise HTTPException(404)
    await asyncio.sleep(shop_of(request).says.category_seconds)

    return page(request, "category.html", category=name, products=shelf(Category(name)))


async def product(request: Request) -> Response:
    """Show one product."""
    return product_page(request, product_of(request))


def product_of(request: Request) -> Product:
    """Return the product that the address names."""
    found = PRODUCTS.get(request.path_params["slug"])
    if found is None:
        raise HTTPException(404)

    return found


def product_page(
    request: Request,
    shown: Product,
    *,
    size: str = "",
    pieces: str = "1",
    mistakes: dict[str, str] | None = None,
) -> Response:
    """Show a product, with what was chosen and what is wrong with the choice."""
    return page(
        request,
        "product.html",
        status=422 if mistakes else 200,
        product=shown,
        size=size,
        pieces=pieces,
        mistakes=mistakes or {},
        linked=linked_data(shown, shop_of(request).says),
    )


async def picture(request: Request) -> Response:
    """Draw a product."""
    shown = product_of(request)
    drawing = fill(shown.drawing.value, colours=shown.colours)
    headers = {"Cache-Control": "max-age=600"}

    return Response(drawing, media_type="image/svg+xml", headers=headers)


def linked_data(shown: Product, says: Conduct) -> dict[str, object]:
    """Describe a product to machines, in schema.org's words."""
    delivery = {"@type": "QuantitativeValue", "maxValue": says.delivery_days, "unitCode": "DAY"}
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": shown.name,
        "sku": shown.slug,
        "description": shown.summary,
        "offers": {
            "@type": "Offer",
            "price": amount(shown.price_cents),
            "priceCurrency": CURRENCY,
            "availability": "https://schema.org/InStock",
            "shippingDetails": {
                "@type": "OfferShippingDetails",
                "deliveryTime": {"@type": "ShippingDeliveryTime", "transitTime": delivery},
            },
            "hasMerchantReturnPolicy": {
                "@type": "MerchantReturnPolicy",
                "merchantReturnDays": says.returns_days,
            },
        },
    }
