"All public names of the data wing; written by hand, since nbdev gives a notebook that only imports an empty `__all__`"
from ..core import *
from ..config import *
from .phonemes import *
from .session import *
from .t12 import *
from .ptdecoder import *
from .t15 import *
from .nwb import *
from .zscore import *
from .store import *
from .stores import *
from .sources import *
from .batches import *
from .simulate import *
