#include "io/cli/statement_names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/cli/terminal.h"
#include "io/run/alike.h"

/* Names have up to 255 bytes: with room for a number and `.xlsx`. */
enum { NAME_MOST = 200 };

struct naming {
	struct session *session;
	struct arena *arena;
	const char **names;
	struct dictionary taken; /* keys of names, see io/run/alike.h */
};

/* How many bytes of the character may stand in a name; 0: none may. */
static size_t
allowed_bytes(struct text text, bool first)
{
	unsigned char byte = (unsigned char)*text.data;
	if (byte < 0x80)
		return isalnum(byte) || byte == '-' || byte == '_' ||
		       (byte == '.' && !first);
	int taken = u8_mblen((const uint8_t *)text.data, text.length);
	size_t bytes = taken > 0 ? (size_t)taken : 0;
	return terminal_shows((struct text){ text.data, bytes }) ? bytes : 0;
}

/* What Windows takes for a device, whatever stands behind a dot. */
static bool
is_device(const char *name)
{
	static const char *const devices[] = { "con", "prn", "aux", "nul",
		"com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
		"com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
		"lpt6", "lpt7", "lpt8", "lpt9" };
	size_t length = strcspn(name, ".");
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (strlen(devices[i]) == length &&
		    strncasecmp(name, devices[i], length) == 0)
			return true;
	return false;
}

/* The id with `_` for what may not stand in a name of a file; *changed if that
 * is another text. NULL without memory. */
static char *
clean_id(struct text id, bool *changed, struct arena *arena)
{
	char *room = arena_allocate(arena, NAME_MOST + 2, 1);
	char *name = room ? room + 1 : NULL;
	size_t length = 0;
	*changed = id.length == 0;
	for (size_t i = 0; name && i < id.length;) {
		struct text rest = { id.data + i, id.length - i };
		size_t bytes = allowed_bytes(rest, i == 0);
		if (length + (bytes ? bytes : 1) > NAME_MOST) {
			*changed = true;
			break;
		}
		memcpy(
		    name + length, bytes ? rest.data : "_", bytes ? bytes : 1);
		length += bytes ? bytes : 1;
		*changed |= bytes == 0;
		i += bytes ? bytes : 1;
	}
	if (!name || !is_device(name))
		return name;
	*changed = true;
	*room = '_';
	return room;
}

/* The name becomes that of the card, unless one like it is taken. False without
 * memory. */
static bool
take(struct naming *naming, size_t card, const char *name)
{
	struct text key = { NULL, 0 };
	if (name)
		key = alike_key(text_of(name), naming->arena);
	if (!key.data)
		return false;
	if (dictionary_find(&naming->taken, key) != NO_ID)
		return true;
	naming->names[card] = arena_format(naming->arena, "%s.xlsx", name);
	return naming->names[card] &&
	       dictionary_add(&naming->taken, key) != NO_ID;
}

/* Ids that are names of files come first; `numbered`: those that are left. */
static bool
name_all(struct naming *naming, bool numbered)
{
	const struct session *session = naming->session;
	for (size_t i = 0; i < session->pay.card_count; i++) {
		uint32_t subject = session->pay.cards[i].subject;
		bool changed;
		const char *name =
		    clean_id(session->results.subjects[subject].key, &changed,
			naming->arena);
		if (!name)
			return false;
		if (!numbered && !changed && !take(naming, i, name))
			return false;
		if (numbered && !naming->names[i])
			name =
			    arena_format(naming->arena, "%s-%zu", name, i + 1);
		while (numbered && !naming->names[i]) {
			if (!take(naming, i, name))
				return false;
			name = arena_format(naming->arena, "%s_", name);
		}
	}
	return true;
}

const char *const *
statement_names(struct session *session)
{
	struct naming naming = { .session = session,
		.arena = session->arena,
		.names = arena_allocate(session->arena, session->pay.card_count,
		    sizeof *naming.names) };
	dictionary_init(&naming.taken, session->arena);
	return naming.names && name_all(&naming, false) &&
		       name_all(&naming, true)
		   ? naming.names
		   : NULL;
}
