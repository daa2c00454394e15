"""The two sites' pages. Their markup follows what is known of the real ones; what is synthetic says so."""
