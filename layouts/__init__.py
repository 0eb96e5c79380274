"""What a person sees: pure functions of the board."""
