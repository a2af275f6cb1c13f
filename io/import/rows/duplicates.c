#include "io/import/rows/duplicates.h"

#include <nettle/sha2.h>
#include <string.h>

#include "engine/base/arena.h"

enum { EXAMPLES = 3 };

/* A row by half of its SHA-256, which no two rows share but by the same
 * content. */
struct seen {
	uint64_t key[2];      /* both 0: a free slot */
	struct source source; /* where it stood first */
	/* The file that had it last, how often (0: all were rejected), and the
	 * most that an earlier one had. */
	uint32_t file, here, before;
};

struct duplicates {
	struct arena *arena;
	size_t entry; /* the table's ENTRY_ID; FIELD_COUNT: it has none */
	bool drop;
	struct seen *slots;
	size_t count, slot_count; /* a power of two */
	struct seen *latest;      /* the last row, if its ENTRY_ID is new */
	uint64_t found;
	struct source examples[EXAMPLES][2]; /* the row, the earlier one */
};

struct duplicates *
duplicates_new(struct arena *arena, enum table table, bool drop)
{
	struct duplicates *duplicates =
	    arena_allocate(arena, 1, sizeof *duplicates);
	if (duplicates)
		*duplicates = (struct duplicates){ .arena = arena,
			.entry = schema_flagged(table, FIELD_ENTRY_ID),
			.drop = drop };
	return duplicates;
}

static struct seen *
find(const struct duplicates *duplicates, const uint64_t key[2])
{
	size_t mask = duplicates->slot_count - 1;
	for (size_t at = (size_t)key[0] & mask;; at = (at + 1) & mask) {
		struct seen *slot = &duplicates->slots[at];
		if ((slot->key[0] == key[0] && slot->key[1] == key[1]) ||
		    (slot->key[0] == 0 && slot->key[1] == 0))
			return slot;
	}
}

static bool
grow(struct duplicates *duplicates)
{
	struct duplicates larger = *duplicates;
	if (duplicates->count * 2 < duplicates->slot_count)
		return true;
	larger.slot_count =
	    duplicates->slot_count ? duplicates->slot_count * 2 : 1024;
	larger.slots = arena_allocate(
	    duplicates->arena, larger.slot_count, sizeof *larger.slots);
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < duplicates->slot_count; i++) {
		const struct seen *slot = &duplicates->slots[i];
		if (slot->key[0] || slot->key[1])
			*find(&larger, slot->key) = *slot;
	}
	*duplicates = larger;
	return true;
}

static void
digest_text(struct sha256_ctx *digest, const char *data, size_t length)
{
	uint64_t size = length;
	sha256_update(digest, sizeof size, (const uint8_t *)&size);
	sha256_update(digest, length, (const uint8_t *)data);
}

/* The row's ENTRY_ID; blank: what else it says tells it from others. A survey
 * that was only sent shares its id with the answer. */
static struct text
entry_id_of(const struct row_taker *taker, const struct csv_record *record)
{
	size_t entry = taker->duplicates->entry;
	if (entry == FIELD_COUNT || !taker->header->feeds[entry].count ||
	    (entry == FIELD_SURVEYS_survey_id &&
		row_text(taker, record, FIELD_SURVEYS_score, NULL).length == 0))
		return text_of("");
	return row_text(taker, record, entry, NULL);
}

/* The row's ENTRY_ID if it has one (*by_id), else its cells, cleaned, under
 * their headers; blank ones tell nothing, for a later export may have a column
 * more. False without memory. */
static bool
key_of(const struct row_taker *taker, const struct csv_record *record,
    uint64_t key[2], bool *by_id)
{
	const struct header *header = taker->header;
	struct sha256_ctx digest;
	struct text id = entry_id_of(taker, record);
	bool has_memory = id.data != NULL;
	*by_id = id.length;
	sha256_init(&digest);
	if (*by_id)
		digest_text(&digest, id.data, id.length);
	for (size_t i = 0; i < record->count && !*by_id && has_memory; i++) {
		const struct csv_cell *cell = &record->cells[i];
		struct text text =
		    cell_clean((struct text){ cell->data, cell->length }, false,
			taker->scratch);
		has_memory = text.data != NULL;
		if (text.length == 0)
			continue;
		digest_text(
		    &digest, header->folded[i].data, header->folded[i].length);
		digest_text(&digest, text.data, text.length);
	}
	uint8_t bytes[16];
	sha256_digest(&digest, sizeof bytes, bytes);
	memcpy(key, bytes, sizeof bytes);
	return has_memory;
}

enum status
duplicates_look(
    struct row_taker *taker, const struct csv_record *record, bool *drop)
{
	struct duplicates *duplicates = taker->duplicates;
	struct source source = { taker->input, (uint32_t)record->line };
	uint64_t key[2];
	bool by_id;
	*drop = false;
	duplicates->latest = NULL;
	if (!key_of(taker, record, key, &by_id) || !grow(duplicates))
		return diagnostics_no_memory(taker->diagnostics);
	struct seen *seen = find(duplicates, key);
	bool is_new = seen->key[0] == 0 && seen->key[1] == 0;
	if (is_new || seen->here == 0) {
		duplicates->count += is_new;
		duplicates->latest = by_id ? seen : NULL;
		*seen = (struct seen){ .key = { key[0], key[1] },
			.source = source,
			.file = source.input,
			.here = 1 };
		return STATUS_OK;
	}
	if (seen->file != source.input) {
		seen->before =
		    seen->here > seen->before ? seen->here : seen->before;
		seen->here = 0;
		seen->file = source.input;
	}
	seen->here++;
	bool twice = by_id || seen->here <= seen->before;
	if (twice && duplicates->found < EXAMPLES) {
		duplicates->examples[duplicates->found][0] = source;
		duplicates->examples[duplicates->found][1] = seen->source;
	}
	duplicates->found += twice;
	*drop = twice && duplicates->drop;
	return STATUS_OK;
}

void
duplicates_rejected(struct duplicates *duplicates)
{
	if (duplicates->latest)
		duplicates->latest->here = 0;
}

enum status
duplicates_report(const struct duplicates *duplicates, struct dataset *data,
    enum table table, struct diagnostics *diagnostics)
{
	if (!duplicates || !duplicates->found)
		return STATUS_OK;
	const char *examples = "", *comma = "";
	for (size_t i = 0; i < EXAMPLES && i < duplicates->found && examples;
	     i++) {
		const struct source *pair = duplicates->examples[i];
		examples = arena_format(data->arena, "%s%s%s:%u as %s:%u",
		    examples, comma, dataset_input_name(data, pair[0].input),
		    pair[0].line, dataset_input_name(data, pair[1].input),
		    pair[1].line);
		comma = ", ";
	}
	struct assumption *assumption =
	    examples ? assumptions_add(&data->assumptions, duplicates->found,
			   duplicates->drop ? "" : "duplicates: drop")
		     : NULL;
	if (!assumption)
		return diagnostics_no_memory(diagnostics);
	const char *more = duplicates->found > EXAMPLES ? ", …" : "";
	if (duplicates->drop)
		note_say(&assumption->text,
		    "%s: rows stand there more than once (%s%s); the later "
		    "ones were left out",
		    table_name(table), examples, more);
	else
		note_say(&assumption->text,
		    "%s: rows stand there more than once (%s%s); each counts",
		    table_name(table), examples, more);
	return STATUS_OK;
}
