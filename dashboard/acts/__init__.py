"""What a person does, one act a file."""
