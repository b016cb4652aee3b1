"""Pictures of the console, made of the real program in the demo's reel; the README shows them."""
