"""What can be done at reception: the only writers of the room."""
