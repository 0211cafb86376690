"""The tests of Ratecard; tests/README.md says what lies where."""
