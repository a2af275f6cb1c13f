#!/usr/bin/env python3
"""Goal: whatever the program says to people it can say in Vietnamese.

xgettext takes the marked messages out of the sources: what stands in N_, NC_,
_, and as format of the functions in KEYWORDS, which have it translated. Each
must stand in io/locale/vi.po, translated, with the same format directives, and
nothing else may stand there. Prints what is wrong and ends with 1.

    tests/house/messages.py             the test
    tests/house/messages.py --update    vi.po is written anew: new messages are
                                        added, without a translation; those that
                                        nobody says any more are left out
"""
import collections
import functools
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
CATALOGUE = os.path.join(ROOT, 'io', 'locale', 'vi.po')

# Functions and which of their arguments is a message (gettext's notation).
KEYWORDS = '''
    _:1 N_:1 NC_:1c,2
    language_text:2 language_count:2,3 locale_count:1,2
    talk_error:1 talk_warn:1 talk_note:1
    diagnostics_fail:3 diagnostics_warn:2
    LABEL:2 OPTION:7 terminal_print:2 yaml_wrong:3 package_refuse:2
    statement_word:2 statement_say:2 word:2 note_say:2 note_say_in:3 proof_tell:2 wrong:3 table_refuse:3 reject_row:5 skip_row:3
'''.split()

HEAD = r'''# Vietnamese for kpi. Words: the glossary of metrics/README.md. Written anew by
# tests/house/messages.py --update; translations are edited here.
msgid ""
msgstr ""
"Language: vi\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
'''
DIRECTIVE = re.compile(r'%(?:(\d+)\$)?([-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?'
                       r'(?:hh|h|ll|l|z|j|t)?(?:[diouxXeEfFgGcsp]|<\w+>)|%)')

# One message: where it is said, and msgctxt, msgid, msgid_plural, msgstr.
Message = collections.namedtuple('Message', 'places context one more said')


def sources():
    for top in ('engine', 'metrics', 'io'):
        for folder, folders, names in os.walk(os.path.join(ROOT, top)):
            folders.sort()
            for name in sorted(names):
                if name.endswith(('.c', '.h', '.def')):
                    yield os.path.relpath(os.path.join(folder, name), ROOT)


def unquoted(text):
    """The bytes of the literals in some lines of a catalogue."""
    def plain(match):
        return {'n': '\n', 't': '\t'}.get(match[1], match[1])
    return ''.join(re.sub(r'\\(.)', plain, part)
                   for part in re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def parsed(text):
    """The messages of a catalogue, by context and msgid."""
    found = collections.OrderedDict()
    for entry in re.split(r'\n\n+', text):
        parts = dict(re.findall(
            r'^(msgctxt|msgid|msgid_plural|msgstr)(?:\[0\])? ((?:".*"\n?)+)',
            entry, re.M))
        said = {name: unquoted(value) for name, value in parts.items()}
        if not said.get('msgid'):
            continue
        places = re.findall(r'\S+', ' '.join(re.findall(r'^#: (.*)$', entry, re.M)))
        key = said.get('msgctxt'), said['msgid']
        found[key] = Message(places, *key, said.get('msgid_plural'),
                             said.get('msgstr', ''))
    return found


def has_words(text):
    """Is there anything to translate in it?"""
    return re.search(r'[^\W\d_]{2}', DIRECTIVE.sub('', text)) is not None


def extracted():
    done = subprocess.run(
        ['xgettext', '-L', 'C', '--from-code=UTF-8',
         '--add-location=file', '-o', '-', '-k',
         *('--keyword=' + keyword for keyword in KEYWORDS), *sources()],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
        env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    return {key: message for key, message in parsed(done.stdout.decode()).items()
            if message.context or has_words(message.one)}


def quoted(text):
    """A literal, a line of its own for each line of the text and at most some
    80 columns."""
    pieces = []
    for line in text.splitlines(keepends=True) or ['']:
        piece = ''
        for word in re.findall(r'\S*\s*', line):
            if piece and len(piece) + len(word) > 76:
                pieces.append(piece)
                piece = ''
            piece += word
        pieces.append(piece)
    if len(pieces) > 1:
        pieces.insert(0, '')
    escaped = (piece.replace('\\', '\\\\').replace('"', '\\"')
               .replace('\n', '\\n').replace('\t', '\\t') for piece in pieces)
    return '\n'.join('"%s"' % piece for piece in escaped)


def printed(message):
    lines = ['#: ' + place for place in sorted(set(message.places))]
    if '<PRI' in message.one:  # msgfmt writes what it stands for
        lines.append('#, c-format')
    if message.context is not None:
        lines.append('msgctxt ' + quoted(message.context))
    lines.append('msgid ' + quoted(message.one))
    if message.more is None:
        lines.append('msgstr ' + quoted(message.said))
    else:
        lines.append('msgid_plural ' + quoted(message.more))
        lines.append('msgstr[0] ' + quoted(message.said))
    return '\n'.join(lines) + '\n'


def written(messages):
    with open(CATALOGUE, 'w', encoding='utf-8') as file:
        file.write('\n'.join([HEAD, *map(printed, messages)]))


@functools.lru_cache(None)
def kept():
    if not os.path.exists(CATALOGUE):
        return {}
    with open(CATALOGUE, encoding='utf-8') as file:
        return parsed(file.read())


def update():
    before = kept()
    now = [message._replace(said=before[key].said if key in before else '')
           for key, message in extracted().items()]
    written(sorted(now, key=lambda message: min(message.places)))
    return sum(not message.said for message in now)


def directives(text):
    """What a format asks for, by the number of the argument."""
    found = []
    for number, kind in DIRECTIVE.findall(text):
        if kind != '%':
            found.append((int(number) if number else len(found) + 1,
                          re.sub(r'^[-+#0\d]*', '', kind)))
    return sorted(found)


def wrong_with(message):
    asked = [directives(text) for text in (message.one, message.more) if text]
    if not message.said:
        yield 'is not translated'
    elif directives(message.said) not in asked:
        yield 'has other format directives: %r' % message.said
    for edge in (r'^\s*', r'\s*$'):
        if message.said and re.search(edge, message.one)[0] != \
                re.search(edge, message.said)[0]:
            yield 'begins or ends with other space: %r' % message.said


def glossary():
    """The rows of the list of words in metrics/README.md."""
    with open(os.path.join(ROOT, 'metrics', 'README.md'), encoding='utf-8') as file:
        page = file.read().split('\n## Words in Vietnamese\n')[1].split('\n## ')[0]
    rows = re.findall(r'^\| ([^|]+) \| ([^|]+) \| ([^|]*)\|$', page, re.M)
    return [(english, vietnamese, [w.strip() for w in never.split(',') if w.strip()])
            for english, vietnamese, never in rows if english != 'English']


def other_words(message, words):
    """Where a translation does not keep to the list."""
    said = message.said.lower()
    for english, vietnamese, never in words:
        # As a word of the sentence: not a key, a column or a name of a file.
        if re.search(r'(?<![\w.:_{=`-])%s(?![\w.:_=`-])' % re.escape(english),
                     message.one, re.I) and vietnamese.lower() not in said \
                and english.lower() not in said:
            yield 'has %s, not as %s: %r' % (english, vietnamese, message.said)
        for word in never:
            if word in message.said:
                yield 'says %s: %r' % (word, message.said)


def main():
    if '--update' in sys.argv:
        print('%d messages are without a translation' % update())
        return 0
    now, said, words = extracted(), kept(), glossary()
    wrong = ['vi.po: nobody says %r any more' % key[1]
             for key in said if key not in now]
    wrong += ['%s: %r is not in vi.po: make translations' % (message.places[0], key[1])
              for key, message in now.items() if key not in said]
    for key, message in said.items():
        wrong += ['vi.po: %r %s' % (key[1], what) for what in
                  [*wrong_with(message), *other_words(message, words)]]
    print('\n'.join(wrong) if wrong else '%d messages in Vietnamese' % len(said))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
