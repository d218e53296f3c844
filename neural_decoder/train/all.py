"All public names of the train wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .optim import *
from .guard import *
from .log import *
from .probe import *
from .checkpoints import *
from .bad_steps import *
from .parallel import *
from .judges import *
from .trainer import *
from .curves import *
from .replay import *
