"""How fast the feed is, beside the limit and beside others. See bench/README.md; run it with bin/bench."""
