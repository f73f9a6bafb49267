"""What notebooks show: checks of a log, menus, a cell explained.

From the first of its names on, the kernel looks for rubbish as seldom as a command does.
"""

from mobility_analysis.report.rubbish import collect_seldom

collect_seldom()
