"""What stands between a request and the routes, whatever page is asked for."""
