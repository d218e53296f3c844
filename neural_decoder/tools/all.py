"All public names of the tools wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .plain import *
from .bench import *
from .against import *
