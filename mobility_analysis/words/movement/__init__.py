"""What movement checks, and the doses of exercises, say in words."""
