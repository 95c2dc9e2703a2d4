"""One stylesheet and one script for production. On a laptop every file goes out as it stands in static/."""
