"""One text of digests of all that the engine says, so that a change of structure can be seen to change no answer."""
