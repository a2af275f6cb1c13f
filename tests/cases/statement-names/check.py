"""A file for each of the 18 people, whatever file system they are copied to."""
import os
import sys
import unicodedata

names = os.listdir("st")
alike = {unicodedata.normalize("NFC", unicodedata.normalize("NFD", name.casefold())) for name in names}
hidden = [name for name in names for letter in name if unicodedata.category(letter) in ("Cc", "Cf")]
sys.exit(len(names) != 18 or len(alike) != 18 or bool(hidden) or
         max(len(name.encode()) for name in names) > 255 or
         any(name.split(".")[0].lower() in ("con", "nul") for name in names))
