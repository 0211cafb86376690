"""The speed of the server, beside a route of the same server that answers constant bytes."""
