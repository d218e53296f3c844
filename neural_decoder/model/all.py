"All public names of the model wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .augment import *
from .ctc import *
from .gru import *
from .encoders import *
from .transformer import *
from .front import *
from .participants import *
from .heads import *
from .decoder import *
from .filler import *
from .cffan import *
from .nejm import *
from .checkpoint import *
from .transfer import *
from .contract import *
