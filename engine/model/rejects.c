#include "engine/model/rejects.h"

#include <string.h>

#include "engine/base/arena.h"

/* A row is packed as:
 *
 *     flags and what it is about          a byte
 *     input, if another than before       number
 *     line, less the one before           signed number
 *     column, reason                      numbers of rejects.words
 *     what stands for NUMBER_MARK in it   numbers
 *     raw                                 length, bytes
 *     value, record                       texts
 *     named, and the manager found by it  text, 4 bytes; if about anything
 *     of_contract, and the one found      text, 4 bytes; if there is one
 *     money                               signed number, if any
 *     hours                               two numbers, if any
 *
 * A number takes 7 bits a byte. A text that stands in `raw`, as most do, is
 * where it stands there. */

enum { CHUNK_BYTES = 64 * 1024 };

enum flags {
	NAMES_BITS = 7,
	OTHER_INPUT = 8,
	NUMBERED = 16, /* numbers were taken out of the reason */
	HAS_CONTRACT = 32,
	HAS_MONEY = 64,
	HAS_HOURS = 128
};

/* Reasons that differ in numbers only, such as that of a line, are one word. A
 * number is one of at most so many digits without a zero before it. */
enum { NUMBER_MARK = 1, NUMBERS_MOST = 8, DIGITS_MOST = 18 };

/* What a row takes besides its texts, at most. */
enum { FIXED_BYTES = 256 };

struct reject_chunk {
	struct reject_chunk *next;
	size_t size, used;
	char bytes[];
};

void
rejects_init(struct rejects *rejects, struct arena *arena)
{
	*rejects = (struct rejects){ .arena = arena };
	dictionary_init(&rejects->words, arena);
}

/* ---- packing ---- */

static char *
put_number(char *at, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		*at++ = (char)(number | 0x80);
	*at++ = (char)number;
	return at;
}

/* Small ones of either sign take little room. */
static uint64_t
fold_sign(int64_t number)
{
	return (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
}

static char *
put_bytes(char *at, struct text text)
{
	if (text.length)
		memcpy(at, text.data, text.length);
	return at + text.length;
}

/* Where `part` stands in `whole`; its length if it does not. */
static size_t
find_part(struct text whole, struct text part)
{
	for (size_t i = 0; i + part.length <= whole.length; i++) {
		const char *hit = memchr(whole.data + i, *part.data,
		    whole.length - part.length - i + 1);
		if (!hit)
			break;
		i = (size_t)(hit - whole.data);
		if (memcmp(hit, part.data, part.length) == 0)
			return i;
	}
	return whole.length;
}

static char *
put_text(char *at, struct text text, struct text raw)
{
	if (text.length == 0)
		return put_number(at, 0);
	size_t place = find_part(raw, text);
	bool inside = place < raw.length;
	at = put_number(at, (uint64_t)text.length << 1 | inside);
	return inside ? put_number(at, place) : put_bytes(at, text);
}

static char *
put_id(char *at, uint32_t id)
{
	memcpy(at, &id, sizeof id);
	return at + sizeof id;
}

static char *
put_hours(char *at, wide hours)
{
	unsigned_wide size = wide_size(hours);
	at = put_number(at, (uint64_t)size);
	return put_number(
	    at, (uint64_t)(size >> 64) << 1 | (unsigned)(hours < 0));
}

/* A reason without its numbers. */
struct numbered {
	char text[REJECT_REASON_BYTES];
	uint64_t numbers[NUMBERS_MOST];
	size_t count; /* 0: they stay in it */
};

static void
take_numbers_out(struct numbered *numbered, const char *reason)
{
	static const char digits[] = "0123456789";
	char *at = numbered->text;
	numbered->count = 0;
	if (strlen(reason) >= sizeof numbered->text ||
	    strchr(reason, NUMBER_MARK))
		return;
	while (*reason) {
		size_t length = strspn(reason, digits);
		if (length == 0) {
			*at++ = *reason++;
			continue;
		}
		if (length > DIGITS_MOST || (*reason == '0' && length > 1) ||
		    numbered->count == NUMBERS_MOST) {
			numbered->count = 0;
			return;
		}
		uint64_t number = 0;
		for (; length; length--)
			number = number * 10 + (uint64_t)(*reason++ - '0');
		numbered->numbers[numbered->count++] = number;
		*at++ = NUMBER_MARK;
	}
	*at = '\0';
}

/* Room for so many bytes more; NULL without memory. */
static char *
make_room(struct rejects *rejects, size_t bytes)
{
	struct reject_chunk *chunk = rejects->last;
	if (chunk && chunk->size - chunk->used >= bytes)
		return chunk->bytes + chunk->used;
	size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
	chunk = arena_allocate(rejects->arena, 1, sizeof *chunk + size);
	if (!chunk)
		return NULL;
	chunk->size = size;
	if (rejects->last)
		rejects->last->next = chunk;
	else
		rejects->first = chunk;
	rejects->last = chunk;
	return chunk->bytes;
}

static char *
put_source(char *at, const struct rejects *rejects, struct source source)
{
	uint32_t line = 0;
	if (rejects->count && source.input == rejects->before.input)
		line = rejects->before.line;
	else
		at = put_number(at, source.input);
	return put_number(at, fold_sign((int64_t)source.line - line));
}

static char *
put_names(char *at, const struct reject *reject)
{
	if (reject->names)
		at = put_id(put_text(at, reject->named, reject->raw), NO_ID);
	if (reject->of_contract.length)
		at = put_id(
		    put_text(at, reject->of_contract, reject->raw), NO_ID);
	return at;
}

static unsigned
flags_of(const struct rejects *rejects, const struct reject *reject)
{
	bool same =
	    rejects->count && reject->source.input == rejects->before.input;
	return reject->names | (same ? 0u : OTHER_INPUT) |
	       (reject->of_contract.length ? HAS_CONTRACT : 0u) |
	       (reject->money != DECIMAL_NONE ? HAS_MONEY : 0u) |
	       (reject->hours ? HAS_HOURS : 0u);
}

bool
rejects_add(struct rejects *rejects, const struct reject *reject)
{
	struct numbered numbered;
	take_numbers_out(&numbered, reject->reason);
	uint32_t reason = dictionary_add(&rejects->words,
	    text_of(numbered.count ? numbered.text : reject->reason));
	uint32_t column =
	    dictionary_add(&rejects->words, text_of(reject->column));
	char *start = make_room(
	    rejects, FIXED_BYTES + reject->raw.length + reject->value.length +
			 reject->record.length + reject->named.length +
			 reject->of_contract.length);
	if (!start || reason == NO_ID || column == NO_ID)
		return false;
	char *at = start;
	*at++ = (char)(flags_of(rejects, reject) |
		       (numbered.count ? NUMBERED : 0u));
	at = put_source(at, rejects, reject->source);
	at = put_number(put_number(at, column), reason);
	for (size_t i = 0; i < numbered.count; i++)
		at = put_number(at, numbered.numbers[i]);
	at = put_bytes(put_number(at, reject->raw.length), reject->raw);
	at = put_text(at, reject->value, reject->raw);
	at = put_text(at, reject->record, reject->raw);
	at = put_names(at, reject);
	if (reject->money != DECIMAL_NONE)
		at = put_number(at, fold_sign(reject->money));
	if (reject->hours)
		at = put_hours(at, reject->hours);
	rejects->last->used += (size_t)(at - start);
	rejects->before = reject->source;
	rejects->count++;
	return true;
}

/* ---- places ---- */

struct reject_place
rejects_end(const struct rejects *rejects)
{
	return (struct reject_place){ rejects->last,
		rejects->last ? rejects->last->used : 0, rejects->before,
		rejects->count };
}

void
rejects_cut(struct rejects *rejects, struct reject_place place)
{
	rejects->last = place.chunk;
	rejects->before = place.before;
	rejects->count = place.index;
	if (place.chunk) {
		place.chunk->used = place.at;
		place.chunk->next = NULL;
	} else {
		rejects->first = NULL;
	}
}

struct reject_cursor
rejects_begin(const struct rejects *rejects)
{
	return rejects_from(rejects, (struct reject_place){ 0 });
}

struct reject_cursor
rejects_from(const struct rejects *rejects, struct reject_place place)
{
	return (struct reject_cursor){ .rejects = rejects, .place = place };
}

/* ---- unpacking ---- */

static const char *
get_number(const char *at, uint64_t *number)
{
	*number = 0;
	for (unsigned shift = 0;; shift += 7) {
		*number |= (uint64_t)(*at & 0x7f) << shift;
		if (!(*at++ & 0x80))
			return at;
	}
}

static int64_t
unfold_sign(uint64_t number)
{
	return (int64_t)(number >> 1 ^ (number & 1 ? UINT64_MAX : 0));
}

static const char *
get_text(const char *at, struct text *text, struct text raw)
{
	uint64_t length, place;
	at = get_number(at, &length);
	*text = (struct text){ at, (size_t)(length >> 1) };
	if (text->length == 0)
		return at;
	if (!(length & 1))
		return at + text->length;
	at = get_number(at, &place);
	text->data = raw.data + place;
	return at;
}

static const char *
get_id(const char *at, uint32_t *id)
{
	memcpy(id, at, sizeof *id);
	return at + sizeof *id;
}

static const char *
get_source(const char *at, struct reject_place *place, unsigned flags)
{
	uint64_t number;
	if (flags & OTHER_INPUT) {
		at = get_number(at, &number);
		place->before = (struct source){ (uint32_t)number, 0 };
	}
	at = get_number(at, &number);
	place->before.line =
	    (uint32_t)(place->before.line + unfold_sign(number));
	return at;
}

/* Puts the numbers back into the reason. */
static const char *
get_numbers(const char *at, struct reject_cursor *cursor)
{
	char *to = cursor->reason;
	for (const char *from = cursor->row.reason; *from; from++) {
		char digits[DIGITS_MOST + 2], *digit = digits + sizeof digits;
		uint64_t number;
		if (*from != NUMBER_MARK) {
			*to++ = *from;
			continue;
		}
		at = get_number(at, &number);
		do {
			*--digit = (char)('0' + number % 10);
			number /= 10;
		} while (number);
		to = put_bytes(
		    to, (struct text){
			    digit, (size_t)(digits + sizeof digits - digit) });
	}
	*to = '\0';
	cursor->row.reason = cursor->reason;
	return at;
}

static const char *
get_words(const char *at, struct reject_cursor *cursor, unsigned flags)
{
	const struct dictionary *words = &cursor->rejects->words;
	uint64_t column, reason;
	at = get_number(get_number(at, &column), &reason);
	cursor->row.column = dictionary_text(words, (uint32_t)column).data;
	cursor->row.reason = dictionary_text(words, (uint32_t)reason).data;
	return flags & NUMBERED ? get_numbers(at, cursor) : at;
}

static const char *
get_texts(const char *at, struct reject *row)
{
	uint64_t length;
	at = get_number(at, &length);
	row->raw = (struct text){ at, (size_t)length };
	at = get_text(at + length, &row->value, row->raw);
	return get_text(at, &row->record, row->raw);
}

static const char *
get_amounts(const char *at, struct reject *row, unsigned flags)
{
	uint64_t number, high;
	if (flags & HAS_MONEY) {
		at = get_number(at, &number);
		row->money = unfold_sign(number);
	}
	if (flags & HAS_HOURS) {
		at = get_number(get_number(at, &number), &high);
		row->hours = (wide)((unsigned_wide)(high >> 1) << 64 | number);
		row->hours = high & 1 ? -row->hours : row->hours;
	}
	return at;
}

/* Goes on to the chunk of the next row; false if there is none. */
static bool
find_next(struct reject_cursor *cursor)
{
	struct reject_place *place = &cursor->place;
	if (place->index >= cursor->rejects->count)
		return false;
	if (!place->chunk || place->at == place->chunk->used) {
		place->chunk =
		    place->chunk ? place->chunk->next : cursor->rejects->first;
		place->at = 0;
	}
	return true;
}

/* Where the found ids of the row stand, if it has them. */
struct id_places {
	size_t manager, contract;
};

static const struct reject *
read_row(struct reject_cursor *cursor, struct id_places *ids)
{
	if (!find_next(cursor))
		return NULL;
	const struct reject_chunk *chunk = cursor->place.chunk;
	const char *at = chunk->bytes + cursor->place.at;
	unsigned flags = (unsigned char)*at++;
	struct reject *row = &cursor->row;
	*row = (struct reject){ .names = flags & NAMES_BITS,
		.money = DECIMAL_NONE,
		.manager = NO_ID,
		.contract = NO_ID };
	at = get_source(at, &cursor->place, flags);
	row->source = cursor->place.before;
	at = get_texts(get_words(at, cursor, flags), row);
	if (row->names) {
		at = get_text(at, &row->named, row->raw);
		ids->manager = (size_t)(at - chunk->bytes);
		at = get_id(at, &row->manager);
	}
	if (flags & HAS_CONTRACT) {
		at = get_text(at, &row->of_contract, row->raw);
		ids->contract = (size_t)(at - chunk->bytes);
		at = get_id(at, &row->contract);
	}
	at = get_amounts(at, row, flags);
	cursor->place.at = (size_t)(at - chunk->bytes);
	cursor->place.index++;
	return row;
}

const struct reject *
rejects_next(struct reject_cursor *cursor)
{
	struct id_places ids;
	return read_row(cursor, &ids);
}

void
rejects_find_names(struct rejects *rejects,
    void (*find)(const void *context, struct reject *reject),
    const void *context)
{
	struct reject_cursor cursor = rejects_begin(rejects);
	struct id_places ids;
	while (read_row(&cursor, &ids)) {
		struct reject *row = &cursor.row;
		find(context, row);
		if (row->names)
			put_id(cursor.place.chunk->bytes + ids.manager,
			    row->manager);
		if (row->of_contract.length)
			put_id(cursor.place.chunk->bytes + ids.contract,
			    row->contract);
	}
}

/* The next row that is taken, as it was changed; NULL if there is none. */
static struct reject *
next_taken(struct reject_cursor *cursor,
    bool (*take)(const void *context, struct reject *reject),
    const void *context)
{
	struct id_places ids;
	while (read_row(cursor, &ids))
		if (take(context, &cursor->row))
			return &cursor->row;
	return NULL;
}

bool
rejects_copy(struct rejects *copy, const struct rejects *rejects,
    bool (*take)(const void *context, struct reject *reject),
    const void *context, struct arena *arena)
{
	struct reject_cursor from = rejects_begin(rejects);
	const struct reject *row;
	struct id_places ids;
	rejects_init(copy, arena);
	while ((row = next_taken(&from, take, context)) != NULL)
		if (!rejects_add(copy, row))
			return false;
	from = rejects_begin(rejects);
	struct reject_cursor to = rejects_begin(copy);
	while (read_row(&to, &ids)) {
		row = next_taken(&from, take, context);
		if (to.row.names)
			put_id(
			    to.place.chunk->bytes + ids.manager, row->manager);
		if (to.row.of_contract.length)
			put_id(to.place.chunk->bytes + ids.contract,
			    row->contract);
	}
	return true;
}
