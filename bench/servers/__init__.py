"""What the product is measured against. Each is an ordinary program of its kind; none of it is used by the product."""
