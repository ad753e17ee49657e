"""What can be drawn of one table: each file looks for one kind of picture and makes its plan, or None."""
