"""GraphQL over HTTP: the endpoint as clients, caches and attackers meet it."""
