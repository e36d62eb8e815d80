"""What the shop sells. Prices here are the promised ones, with tax."""

from dataclasses import dataclass
from enum import StrEnum

EU_SIZES = tuple(str(size) for size in range(36, 48))
CHILD_SIZES = tuple(str(size) for size in range(28, 36))
LETTER_SIZES = ("XS", "S", "M", "L", "XL", "XXL")


class Category(StrEnum):
    """A shelf of the shop."""

    BOOTS = "boots"
    JACKETS = "jackets"


class Drawing(StrEnum):
    """The template that draws a product."""

    BOOT = "boot.svg"
    SHOE = "shoe.svg"
    JACKET = "jacket.svg"


@dataclass(frozen=True, slots=True)
class Colours:
    """What tells two products of one drawing apart."""

    main: str
    dark: str
    trim: str
    sky: str


@dataclass(frozen=True, slots=True)
class Product:
    """One article on its shelf."""

    slug: str
    name: str
    category: Category
    price_cents: int
    summary: str
    details: tuple[str, ...]
    picture_shows: str
    drawing: Drawing
    colours: Colours
    sizes: tuple[str, ...] = EU_SIZES


BOOTS = (
    Product(
        slug="trailblazer-gtx",
        name="Trailblazer GTX",
        category=Category.BOOTS,
        price_cents=12900,
        summary="Waterproof mid-height boots that forgive beginners and please old hands.",
        details=(
            "Waterproof, breathable lining",
            "Lugged rubber sole with a rock guard",
            "Padded ankle collar and a locking heel",
            "590 g a boot in size 42",
        ),
        picture_shows="Brown leather hiking boot with orange laces",
        drawing=Drawing.BOOT,
        colours=Colours("#8a5a36", "#4d3222", "#e07a2f", "#e8efe6"),
    ),
    Product(
        slug="ridgeline-mid",
        name="Ridgeline Mid",
        category=Category.BOOTS,
        price_cents=9900,
        summary="Light all-rounder for forest tracks and weekend hills.",
        details=("Water-repellent suede", "Cushioned insole", "480 g a boot in size 42"),
        picture_shows="Grey-green hiking boot with yellow laces",
        drawing=Drawing.BOOT,
        colours=Colours("#6f7f68", "#38443a", "#e3b23c", "#f2ecdf"),
    ),
    Product(
        slug="granite-peak",
        name="Granite Peak",
        category=Category.BOOTS,
        price_cents=18900,
        summary="Stiff mountain boots for scree, snowfields and long descents.",
        details=("Crampon-ready heel", "Full rubber rand", "760 g a boot in size 42"),
        picture_shows="Dark blue mountaineering boot with red laces",
        drawing=Drawing.BOOT,
        colours=Colours("#3f566f", "#1f2c3b", "#d2493a", "#e6edf2"),
    ),
    Product(
        slug="snowline-warm",
        name="Snowline Warm",
        category=Category.BOOTS,
        price_cents=15900,
        summary="Insulated winter boots that stay warm down to minus 20 degrees.",
        details=("200 g insulation", "Cold-proof rubber sole", "690 g a boot in size 42"),
        picture_shows="Wine-red winter boot with cream laces",
        drawing=Drawing.BOOT,
        colours=Colours("#7d3440", "#40191f", "#efe0c4", "#e9eef3"),
    ),
    Product(
        slug="meadow-low",
        name="Meadow Low",
        category=Category.BOOTS,
        price_cents=7900,
        summary="Easy low-cut shoes for day walks and the way to work.",
        details=("Breathable mesh", "Flexible sole", "340 g a shoe in size 42"),
        picture_shows="Green low-cut walking shoe with white laces",
        drawing=Drawing.SHOE,
        colours=Colours("#4f7f5f", "#264434", "#f4f1e8", "#f3eee2"),
    ),
    Product(
        slug="creek-crosser",
        name="Creek Crosser",
        category=Category.BOOTS,
        price_cents=8900,
        summary="Quick-drying shoes for fords, shingle and rainy summers.",
        details=("Drainage in the midsole", "Grips wet rock", "360 g a shoe in size 42"),
        picture_shows="Blue low-cut trail shoe with lime laces",
        drawing=Drawing.SHOE,
        colours=Colours("#3d7c94", "#1c4252", "#c7d94c", "#e7f0ef"),
    ),
    Product(
        slug="juniper-trail",
        name="Juniper Trail",
        category=Category.BOOTS,
        price_cents=10900,
        summary="Slim-fitting boots with a soft collar, made for long easy days.",
        details=("Narrow heel cup", "Recycled lining", "450 g a boot in size 39"),
        picture_shows="Violet hiking boot with pale pink laces",
        drawing=Drawing.BOOT,
        colours=Colours("#6b5a86", "#372d49", "#f0b8b0", "#f1ebf0"),
    ),
    Product(
        slug="little-explorer",
        name="Little Explorer",
        category=Category.BOOTS,
        price_cents=5900,
        summary="Sturdy boots for small feet and big puddles.",
        details=("One-hand laces", "Room to grow by a size", "310 g a boot in size 32"),
        picture_shows="Yellow children's boot with blue laces",
        drawing=Drawing.BOOT,
        colours=Colours("#d39a2b", "#6d4a12", "#2f6fa3", "#eef1e4"),
        sizes=CHILD_SIZES,
    ),
)

JACKETS = (
    Product(
        slug="drizzle-shell",
        name="Drizzle Shell",
        category=Category.JACKETS,
        price_cents=11900,
        summary="Packable rain jacket that lives in the lid of your rucksack.",
        details=("Taped seams", "Adjustable hood", "290 g in size M"),
        picture_shows="Teal rain jacket with an orange zip",
        drawing=Drawing.JACKET,
        colours=Colours("#2f7f7a", "#1d4f50", "#e07a2f", "#e8efe6"),
        sizes=LETTER_SIZES,
    ),
    Product(
        slug="stormfront-parka",
        name="Stormfront Parka",
        category=Category.JACKETS,
        price_cents=19900,
        summary="Long three-layer parka for ridge walks in bad company.",
        details=("Three layers", "Two-way zip", "620 g in size M"),
        picture_shows="Navy parka with a yellow zip",
        drawing=Drawing.JACKET,
        colours=Colours("#34496b", "#1c2940", "#e3b23c", "#e6edf2"),
        sizes=LETTER_SIZES,
    ),
    Product(
        slug="featherlight-down",
        name="Featherlight Down",
        category=Category.JACKETS,
        price_cents=16900,
        summary="Warm, light and no bigger than a loaf of bread when packed.",
        details=("Traceable down", "Wind-proof shell", "350 g in size M"),
        picture_shows="Rust-red down jacket with a dark zip",
        drawing=Drawing.JACKET,
        colours=Colours("#b4512f", "#6f2d18", "#2b1d17", "#f2ecdf"),
        sizes=LETTER_SIZES,
    ),
    Product(
        slug="windbreak-fleece",
        name="Windbreak Fleece",
        category=Category.JACKETS,
        price_cents=6900,
        summary="Soft fleece with a wind-proof chest for cool mornings.",
        details=("Recycled fleece", "Zipped chest pocket", "410 g in size M"),
        picture_shows="Moss-green fleece jacket with a cream zip",
        drawing=Drawing.JACKET,
        colours=Colours("#6c7a3e", "#3c4521", "#efe0c4", "#f3eee2"),
        sizes=LETTER_SIZES,
    ),
)

PRODUCTS = {product.slug: product for product in (*BOOTS, *JACKETS)}
HERO = PRODUCTS["trailblazer-gtx"]


def shelf(category: Category) -> tuple[Product, ...]:
    """Return what stands on one shelf, in the shop's order."""
    return tuple(product for product in PRODUCTS.values() if product.category is category)
