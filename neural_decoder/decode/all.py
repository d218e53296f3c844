"All public names of the decode wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .metrics import *
from .greedy import *
from .scores import *
from .lexicon import *
from .ngram import *
from .align import *
from .beam import *
from .fst import *
from .graphs import *
from .emissions import *
from .words import *
from .rescore import *
from .ensemble import *
from .serve import *
