"All public names for notebooks, those of jobs, tools and console commands left out; written by hand"
from .style import *
from .data.all import *
from .model.all import *
from .decode.all import *
from .train.all import *
from .live.all import *
from .runs.all import *
