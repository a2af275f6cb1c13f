"""clean.py FILE: does it hold text, and no character that a terminal obeys?"""
import sys
import unicodedata

text = open(sys.argv[1], encoding='utf-8').read()
bad = {c for c in text if unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp') and c != '\n'}
sys.exit(not text or 'these are obeyed: %r' % bad if bad or not text else 0)
