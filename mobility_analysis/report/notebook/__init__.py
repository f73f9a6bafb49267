"""What notebooks show: checks of a log, menus, a cell explained.

A kernel that shows any of it looks for rubbish as seldom as a command does, and before the
libraries are loaded: they are most of what it would look through.
"""

from mobility_analysis.report.rubbish import collect_seldom

collect_seldom()
