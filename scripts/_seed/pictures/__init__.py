"""Pictures of the demo market: flat still lifes, drawn anew from the listing's name each time, so the same everywhere."""
