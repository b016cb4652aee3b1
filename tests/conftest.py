"""What all tests share: hypothesis judges answers, not the speed of a busy machine."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
