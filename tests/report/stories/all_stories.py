"""All stories, in the order in which they are printed."""

from tests.report.stories.care import CARE
from tests.report.stories.keeping import KEEPING
from tests.report.stories.practice import PRACTICE
from tests.report.stories.stiffness import STIFFNESS

STORIES = (*STIFFNESS, *KEEPING, *PRACTICE, *CARE)
