"All public names of the live wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .days import *
from .adapt import *
from .stream import *
from .serve import *
from .redis import *
from .lsl import *
from .page import *
