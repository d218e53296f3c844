"All public names of the jobs wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .training import *
from .scoring import *
from .words import *
from .check import *
from .stream import *
