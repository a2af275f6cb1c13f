#include "io/import/rows/duplicates.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"

enum { EXAMPLES = 3 };

/* A row by half of its SHA-256, which no two rows share but by the same
 * content. */
struct seen {
	uint64_t key[2];      /* both 0: a free slot */
	struct source source; /* where it stood first */
	/* The file that had it last, how often, and the most that an earlier
	 * one had. */
	uint32_t file, here, before;
};

struct duplicates {
	struct arena *arena;
	bool drop;
	struct seen *slots;
	size_t count, slot_count; /* a power of two */
	uint64_t found;
	struct source examples[EXAMPLES][2]; /* the row, the earlier one */
};

struct duplicates *
duplicates_new(struct arena *arena, bool drop)
{
	struct duplicates *duplicates =
	    arena_allocate(arena, 1, sizeof *duplicates);
	if (duplicates)
		*duplicates =
		    (struct duplicates){ .arena = arena, .drop = drop };
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

/* The row's ENTRY_ID if it has one, else its header and cells. */
static bool
key_of(const struct row_taker *taker, const struct csv_record *record,
    uint64_t key[2])
{
	const struct header *header = taker->header;
	struct sha256_ctx digest;
	bool canonical, by_id = false;
	sha256_init(&digest);
	size_t entry = schema_flagged(taker->source->table, FIELD_ENTRY_ID);
	if (entry != FIELD_COUNT && header->feeds[entry].count) {
		struct text id = row_text(taker, record, entry, &canonical);
		by_id = id.length;
		if (by_id)
			digest_text(&digest, id.data, id.length);
	}
	for (size_t i = 0; i < record->count && !by_id; i++) {
		digest_text(
		    &digest, header->folded[i].data, header->folded[i].length);
		digest_text(
		    &digest, record->cells[i].data, record->cells[i].length);
	}
	uint8_t bytes[16];
	sha256_digest(&digest, sizeof bytes, bytes);
	memcpy(key, bytes, sizeof bytes);
	return by_id;
}

enum status
duplicates_look(
    struct row_taker *taker, const struct csv_record *record, bool *drop)
{
	struct duplicates *duplicates = taker->duplicates;
	struct source source = { taker->input, (uint32_t)record->line };
	uint64_t key[2];
	bool by_id = key_of(taker, record, key);
	*drop = false;
	if (!grow(duplicates))
		return diagnostics_no_memory(taker->diagnostics);
	struct seen *seen = find(duplicates, key);
	if (seen->key[0] == 0 && seen->key[1] == 0) {
		*seen = (struct seen){ .key = { key[0], key[1] },
			.source = source,
			.file = source.input,
			.here = 1 };
		duplicates->count++;
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
duplicates_report(const struct duplicates *duplicates,
    const struct dataset *data, enum table table,
    struct diagnostics *diagnostics)
{
	char examples[1000] = "";
	size_t used = 0;
	if (!duplicates || !duplicates->found)
		return;
	for (size_t i = 0; i < EXAMPLES && i < duplicates->found &&
			   used + 300 < sizeof examples;
	     i++) {
		const struct source *pair = duplicates->examples[i];
		used +=
		    (size_t)snprintf(examples + used, sizeof examples - used,
			"%s%.100s:%u as %.100s:%u", i ? ", " : "",
			data->inputs[pair[0].input].path, pair[0].line,
			data->inputs[pair[1].input].path, pair[1].line);
	}
	diagnostics_warn(diagnostics,
	    "%s: %ju row%s stand%s in the files more than once (%s%s)%s",
	    table_name(table), (uintmax_t)duplicates->found,
	    duplicates->found == 1 ? "" : "s",
	    duplicates->found == 1 ? "s" : "", examples,
	    duplicates->found > EXAMPLES ? ", …" : "",
	    duplicates->drop
		? "; they were left out"
		: "; they count as often as they stand there. duplicates: drop "
		  "in kpi.yaml leaves them out");
}
