"What most people need, loaded when it is asked for; written by hand. The rest comes from `neural_decoder.data.all` and its like"
import sys
from importlib import import_module

__version__ = "0.1.0"
__all__ = ['Trainer', 'Store', 'Config', 'Decoder']
_rooms = dict(Trainer='train.trainer', Store='data.store', Config='config', Decoder='model.decoder')

if sys.platform == 'win32': raise ImportError('neural_decoder runs on Linux and macOS; on Windows use it in WSL, see https://learn.microsoft.com/windows/wsl')

def __getattr__(name):
    if name not in _rooms: raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return getattr(import_module(f'{__name__}.{_rooms[name]}'), name)

def __dir__(): return [*__all__, '__version__']
