"""The chained log: that nothing in what only grows was taken away or altered afterwards."""
