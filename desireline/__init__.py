"""desireline: a customer journey as promised, assumed, observed and recorded, side by side."""

__version__ = "0.1.0"
