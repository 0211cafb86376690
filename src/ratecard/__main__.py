"""`python -m ratecard`."""

from ratecard.cli.main import main

main()
