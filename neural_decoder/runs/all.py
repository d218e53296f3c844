"All public names of the runs wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .registry import *
from .entries import *
from .records import *
from .folders import *
from .launch import *
from .cluster import *
from .watch import *
from .sweep import *
from .compare import *
from .swept import *
from .tables import *
from .published import *
from .pages import *
