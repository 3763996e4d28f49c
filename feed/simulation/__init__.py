"""A plausible catalogue and history that nobody made or heard, to measure how ClipFeed grows.

Simulated songs have no sound. They, their artists and their listeners are marked (`marks`), so that
they are told apart from real ones and taken away again without a trace.
"""
