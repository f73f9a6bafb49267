"""What notebooks show: checks of a log, menus, a cell explained."""
