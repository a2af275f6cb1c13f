#include "io/import/id_look_alikes.h"

#include <ctype.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/note.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

enum { GROUPS_SHOWN = 4, SPELLINGS_SHOWN = 3 };

/* One kind of id. */
struct id_kind {
	const char *called;
	const struct dictionary *ids;
	/* A project that no other name was given is called like its contract,
	 * which is named already; NULL: none are. */
	const struct dictionary *named;
};

/* Spellings of one id. */
struct group {
	struct text spellings[SPELLINGS_SHOWN];
	size_t count;
};

struct search {
	const struct id_kind *kind;
	struct arena *scratch;
	struct dictionary keys; /* the index in groups */
	struct group *groups;
	size_t capacity;
};

/* ---- one id ---- */

static struct text
without_wrapping(struct text id)
{
	bool quoted = id.length > 3 && memcmp(id.data, "=\"", 2) == 0 &&
		      id.data[id.length - 1] == '"';
	size_t skipped = quoted ? 2 : id.length > 1 && *id.data == '\'';
	id.data += skipped;
	id.length -= skipped + quoted;
	while (id.length > 1 && id.data[0] == '0' &&
	       isalnum((unsigned char)id.data[1])) {
		id.data++;
		id.length--;
	}
	return id;
}

/* Room for a short id, whole words of eight bytes. */
struct id_room {
	char bytes[32];
};

/* The id without any of that, in lower case, in `room` or `arena`; data is NULL
 * without memory. */
static struct text
id_essence(struct text id, struct id_room *room, struct arena *arena)
{
	const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
	uint64_t all = 0;
	id = without_wrapping(id);
	if (id.length > sizeof room->bytes)
		return cell_fold(id, arena);
	for (size_t i = 0; i < id.length; i += 8) {
		uint64_t word = 0;
		memcpy(
		    &word, id.data + i, id.length - i < 8 ? id.length - i : 8);
		all |= word;
		uint64_t low = word & ~highs;
		uint64_t capitals = (low + ones * (0x80 - 'A')) &
				    ~(low + ones * (0x7f - 'Z')) & highs;
		word |= capitals >> 2;
		memcpy(room->bytes + i, &word, 8);
	}
	return all & highs ? cell_fold(id, arena)
			   : (struct text){ room->bytes, id.length };
}

/* ---- all ids of a kind ---- */

/* Bits by the hash of an id's essence: met once, met twice. Nearly all ids are
 * like no other, which is found out with little memory; the others, and a few
 * whose hashes meet by chance, are compared. */
struct sieve {
	uint8_t *once, *twice;
	uint32_t *places; /* by id: its bit */
	size_t bits;      /* a power of two */
};

static bool
is_set(const uint8_t *bits, size_t at)
{
	return bits[at / 8] >> (at % 8) & 1;
}

static bool
sift(const struct search *search, struct sieve *sieve)
{
	const struct dictionary *ids = search->kind->ids;
	for (sieve->bits = 1024;
	     sieve->bits / 64 < ids->count && sieve->bits < 1u << 31;)
		sieve->bits *= 2;
	sieve->places =
	    arena_allocate(search->scratch, ids->count + 1, sizeof(uint32_t));
	sieve->once = arena_allocate(search->scratch, sieve->bits / 8, 1);
	sieve->twice = arena_allocate(search->scratch, sieve->bits / 8, 1);
	if (!sieve->once || !sieve->twice || !sieve->places)
		return false;
	for (uint32_t id = 0; id < ids->count; id++) {
		struct arena_mark mark = arena_mark(search->scratch);
		struct id_room room;
		struct text key = id_essence(
		    dictionary_text(ids, id), &room, search->scratch);
		if (!key.data)
			return false;
		size_t at = (size_t)text_hash(key) & (sieve->bits - 1);
		uint8_t bit = (uint8_t)(1u << (at % 8));
		if (is_set(sieve->once, at))
			sieve->twice[at / 8] |= bit;
		sieve->once[at / 8] |= bit;
		sieve->places[id] = (uint32_t)at;
		arena_release(search->scratch, mark);
	}
	return true;
}

static bool
add_to_group(struct search *search, struct text id, struct text key)
{
	uint32_t before = search->keys.count;
	uint32_t index = dictionary_add(&search->keys, key);
	struct group *groups = search->groups;
	if (index == NO_ID)
		return false;
	if (index == before) {
		groups = arena_grown(search->scratch, groups, index,
		    &search->capacity, sizeof *groups);
		if (!groups)
			return false;
		search->groups = groups;
		groups[index] = (struct group){ .count = 0 };
	}
	if (groups[index].count < SPELLINGS_SHOWN)
		groups[index].spellings[groups[index].count] = id;
	groups[index].count++;
	return true;
}

static bool
group_ids(struct search *search)
{
	const struct dictionary *ids = search->kind->ids;
	struct sieve sieve;
	if (!sift(search, &sieve))
		return false;
	for (uint32_t i = 0; i < ids->count; i++) {
		struct text id = dictionary_text(ids, i);
		if (!is_set(sieve.twice, sieve.places[i]))
			continue;
		struct id_room room;
		struct text key = id_essence(id, &room, search->scratch);
		if (!key.data || !add_to_group(search, id, key))
			return false;
	}
	return true;
}

/* Is the group to be named? */
static bool
is_worth_naming(const struct search *search, const struct group *group)
{
	const struct dictionary *named = search->kind->named;
	size_t known = 0;
	for (size_t i = 0; i < group->count && i < SPELLINGS_SHOWN && named;
	     i++)
		known += dictionary_find(named, group->spellings[i]) != NO_ID;
	return group->count > 1 && known < 2;
}

/* Are all ids those of the other kind, which has been searched? */
static bool
is_named_already(const struct id_kind *kind)
{
	const struct dictionary *ids = kind->ids, *named = kind->named;
	if (!named || ids->count > named->count)
		return false;
	for (uint32_t id = 0; id < ids->count; id++)
		if (!text_equal(
			dictionary_text(ids, id), dictionary_text(named, id)))
			return false;
	return true;
}

/* ---- in words ---- */

/* `"0012" = "12"; "K2" = "k2"`; *count: how many groups there are. NULL without
 * memory. */
static const char *
examples(const struct search *search, struct arena *arena, size_t *count)
{
	const char *list = "";
	*count = 0;
	for (size_t g = 0; g < search->keys.count && list; g++) {
		const struct group *group = &search->groups[g];
		if (!is_worth_naming(search, group) || ++*count > GROUPS_SHOWN)
			continue;
		for (size_t i = 0;
		     i < group->count && i < SPELLINGS_SHOWN && list; i++)
			list = arena_format(arena, "%s%s\"%.*s\"", list,
			    i            ? " = "
			    : *count > 1 ? "; "
					 : "",
			    (int)group->spellings[i].length,
			    group->spellings[i].data);
	}
	return list && *count > GROUPS_SHOWN
		   ? arena_format(arena, "%s; …", list)
		   : list;
}

static bool
search_kind(struct search *search, struct assumptions *assumptions)
{
	size_t count;
	dictionary_init(&search->keys, search->scratch);
	if (!group_ids(search))
		return false;
	const char *list = examples(search, assumptions->arena, &count);
	if (!list || count == 0)
		return list != NULL;
	struct assumption *assumption = assumptions_add(assumptions, 0, "");
	if (!assumption)
		return false;
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		note_say_in(&assumption->text, (enum language)l,
		    N_("%s that differ in leading zeros, quotes or case only "
		       "are taken for different ones: %s (%zu in all); correct "
		       "the exports, or join them with values: in kpi.yaml"),
		    language_text((enum language)l, search->kind->called), list,
		    count);
	return assumption->text.text[LANGUAGE_EN] &&
	       assumption->text.text[LANGUAGE_VI];
}

enum status
id_look_alikes_report(struct dataset *data, struct diagnostics *diagnostics)
{
	const struct id_kind kinds[] = {
		{ N_("contract ids"), &data->contract_ids, NULL },
		{ N_("project ids"), &data->projects, &data->contract_ids },
	};
	bool has_memory = true;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && has_memory;
	     i++) {
		if (is_named_already(&kinds[i]))
			continue;
		struct search search = { .kind = &kinds[i],
			.scratch = arena_new() };
		has_memory =
		    search.scratch && search_kind(&search, &data->assumptions);
		arena_free(search.scratch);
	}
	return has_memory ? STATUS_OK : diagnostics_no_memory(diagnostics);
}
