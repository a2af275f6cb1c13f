#include "io/import/bytes/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

enum { UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252, WINDOWS_1258 };

static const char *const names[] = { [UTF_8] = "utf-8",
	[UTF_16LE] = "utf-16le",
	[UTF_16BE] = "utf-16be",
	[WINDOWS_1252] = "windows-1252",
	[WINDOWS_1258] = "windows-1258" };

/* What the C library calls them. */
static const char *const code_sets[] = { [UTF_16LE] = "UTF-16LE",
	[UTF_16BE] = "UTF-16BE",
	[WINDOWS_1252] = "CP1252",
	[WINDOWS_1258] = "CP1258" };

enum { BLOCK_BYTES = 256 * 1024, HEAD_BYTES = 4096, LOOKAHEAD = 4 };

/* ---- which encoding ---- */

/* What the bytes of a file that are no UTF-8 look like. */
struct census {
	uint64_t sequences; /* valid ones of several bytes */
	uint64_t invalid;   /* bytes that belong to none; */
	uint64_t in_words;  /* of these, where a code page has a letter, in a
			       word */
	/* Vietnamese letters and tone marks behind vowels; tone marks' bytes
	 * elsewhere. */
	uint64_t vietnamese, other;
};

static bool
is_letter(unsigned char byte)
{
	return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

/* A letter of both code pages; ÿ hardly ever is one. */
static bool
is_high_letter(unsigned char byte)
{
	return byte >= 0xc0 && byte != 0xff && byte != 0xd7 && byte != 0xf7;
}

static bool
is_tone(unsigned char byte)
{
	return byte == 0xcc || byte == 0xd2 || byte == 0xde || byte == 0xec ||
	       byte == 0xf2;
}

static bool
is_vowel(unsigned char byte)
{
	static const char vowels[] = "aeiouyAEIOUY\xe2\xea\xf4\xe3\xf5\xfd"
				     "\xc2\xca\xd4\xc3\xd5\xdd";
	return byte && strchr(vowels, byte) != NULL;
}

/* Does a byte read as part of a text in a code page, between two others? */
static bool
fits_in_text(unsigned char before, unsigned char byte, unsigned char after)
{
	bool beside_letter = is_letter(before) || is_letter(after) ||
			     is_high_letter(before) || is_high_letter(after);
	if (byte == 0x80) /* € stands by amounts */
		return before == ' ' || after == ' ' ||
		       (before >= '0' && before <= '9') ||
		       (after >= '0' && after <= '9');
	if (is_tone(byte) && is_vowel(before))
		return true;
	if (byte >= 0xc0 && byte <= 0xde && before >= 'a' && before <= 'z')
		return false; /* a capital within a word */
	if (is_high_letter(byte))
		return beside_letter;
	/* Quotes, dashes, dots, no-break space. */
	return beside_letter &&
	       (byte == 0x85 || (byte >= 0x91 && byte <= 0x97) || byte == 0xa0);
}

static void
count_invalid(struct census *census, unsigned char before, unsigned char byte,
    unsigned char after)
{
	census->invalid++;
	census->in_words += fits_in_text(before, byte, after);
	if (is_tone(byte)) {
		census->vietnamese += is_vowel(before);
		census->other += !is_vowel(before);
	} else {
		census->vietnamese += byte == 0xf0 || byte == 0xd0 ||
				      byte == 0xfd || byte == 0xdd ||
				      byte == 0xfe;
	}
}

/* Counts bytes[begin..end). The byte before them and LOOKAHEAD bytes behind
 * them are read, too. */
static void
count_bytes(
    struct census *census, const uint8_t *bytes, size_t begin, size_t end)
{
	const uint64_t highs = 0x8080808080808080u;
	size_t at = begin;
	while (at < end) {
		uint64_t word;
		if (at + 8 <= end &&
		    (memcpy(&word, bytes + at, 8), (word & highs) == 0)) {
			at += 8;
			continue;
		}
		if (bytes[at] < 0x80) {
			at++;
			continue;
		}
		ucs4_t point;
		int length =
		    u8_mbtoucr(&point, bytes + at, end + LOOKAHEAD - at);
		census->sequences += length > 0;
		if (length <= 0)
			count_invalid(
			    census, bytes[at - 1], bytes[at], bytes[at + 1]);
		at += length > 0 ? (size_t)length : 1;
	}
}

static enum status
take_census(struct census *census, struct file *file, uint8_t *bytes,
    struct diagnostics *diagnostics)
{
	uint64_t offset = 0;
	enum status status = STATUS_OK;
	size_t got = 1;
	bytes[0] = '\n';
	while (!status && got) {
		status = file_read(file, (char *)bytes + 1, BLOCK_BYTES, offset,
		    &got, diagnostics);
		memset(bytes + 1 + got, 0, LOOKAHEAD);
		/* A character that the block's end cuts is counted with the
		 * next block. */
		size_t counted = got;
		if (got == BLOCK_BYTES) {
			counted -= LOOKAHEAD;
			while (counted > got - 2 * LOOKAHEAD &&
			       (bytes[1 + counted] & 0xc0) == 0x80)
				counted--;
		}
		if (!status)
			count_bytes(census, bytes, 1, 1 + counted);
		bytes[0] = bytes[counted];
		offset += counted;
	}
	return status;
}

/* UTF-16 without a mark: text of mostly ASCII has a 0 in every second byte. */
static int
guess_utf_16(const uint8_t *bytes, size_t length)
{
	size_t zeros[2] = { 0, 0 };
	for (size_t i = 0; i < length; i++)
		zeros[i & 1] += bytes[i] == 0;
	if (zeros[1] * 4 > length && zeros[0] * 16 < zeros[1])
		return UTF_16LE;
	if (zeros[0] * 4 > length && zeros[1] * 16 < zeros[0])
		return UTF_16BE;
	return UTF_8;
}

static int
guess(const struct census *census)
{
	if (census->invalid <= census->sequences ||
	    census->in_words * 10 < census->invalid * 9)
		return UTF_8;
	return census->vietnamese > census->other ? WINDOWS_1258 : WINDOWS_1252;
}

static bool
has_mark(const uint8_t *bytes, size_t length, const char **name)
{
	if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		*name = names[UTF_8];
	else if (length >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
		*name = names[UTF_16LE];
	else if (length >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0)
		*name = names[UTF_16BE];
	else
		return false;
	return true;
}

enum status
encoding_find(struct file *file, const char *declared, const char **name,
    bool *guessed, struct diagnostics *diagnostics)
{
	struct census census = { 0 };
	size_t length = 0;
	*guessed = false;
	*name = declared;
	uint8_t *bytes = malloc(1 + BLOCK_BYTES + LOOKAHEAD);
	if (!bytes)
		return diagnostics_no_memory(diagnostics);
	enum status status =
	    file_read(file, (char *)bytes, HEAD_BYTES, 0, &length, diagnostics);
	if (!status && !has_mark(bytes, length, name) && !declared) {
		int found = guess_utf_16(bytes, length);
		if (found == UTF_8) {
			status = take_census(&census, file, bytes, diagnostics);
			found = guess(&census);
		}
		*name = names[found];
		*guessed = found != UTF_8;
	}
	free(bytes);
	return status;
}

enum status
encoding_of_beginning(
    struct file *file, const char **name, struct diagnostics *diagnostics)
{
	uint8_t bytes[HEAD_BYTES];
	size_t length = 0;
	enum status status = file_read(
	    file, (char *)bytes, sizeof bytes, 0, &length, diagnostics);
	/* The beginning must not end within a character. */
	while (length == HEAD_BYTES && (bytes[length - 1] & 0xc0) == 0x80)
		length--;
	if (length == HEAD_BYTES || (length && bytes[length - 1] >= 0xc0))
		length--;
	bool is_utf8 =
	    !status && !memchr(bytes, 0, length) && !u8_check(bytes, length);
	*name = is_utf8 ? names[UTF_8] : NULL;
	return status;
}

/* ---- to UTF-8 ---- */

/* A file on its way to UTF-8. Its text is never more than three times as long
 * as the file. */
struct decoding {
	iconv_t converter;
	size_t unit; /* bytes that are skipped where they mean nothing */
	char *to;
	size_t room; /* behind it */
};

/* What the converter holds back: a vowel for which a tone might follow. */
static void
flush(struct decoding *decoding)
{
	iconv(decoding->converter, NULL, NULL, &decoding->to, &decoding->room);
}

static void
put_invalid(struct decoding *decoding)
{
	flush(decoding);
	*decoding->to++ = '\xff';
	decoding->room--;
}

/* Decodes whole characters and returns how many bytes are left; at the end of
 * the file, none. */
static size_t
decode_bytes(struct decoding *decoding, char *bytes, size_t length, bool at_end)
{
	while (length && iconv(decoding->converter, &bytes, &length,
			     &decoding->to, &decoding->room) == (size_t)-1) {
		if (errno == EINVAL && !at_end)
			return length;
		size_t skipped =
		    length < decoding->unit ? length : decoding->unit;
		put_invalid(decoding);
		bytes += skipped;
		length -= skipped;
	}
	return 0;
}

static enum status
decode(struct file *file, struct decoding *decoding, char *bytes,
    struct diagnostics *diagnostics)
{
	uint64_t offset = 0, size = (uint64_t)file->before.st_size;
	while (offset < size) {
		size_t got, left = 0;
		enum status status = file_read(
		    file, bytes, BLOCK_BYTES, offset, &got, diagnostics);
		if (status)
			return status;
		if (got <= size - offset)
			left = decode_bytes(
			    decoding, bytes, got, offset + got == size);
		if (left == got || got > size - offset)
			break; /* it changed; file_unchanged says so */
		offset += got - left;
	}
	flush(decoding);
	return STATUS_OK;
}

static enum status
no_converter(const char *name, struct diagnostics *diagnostics)
{
	if (errno == ENOMEM)
		return diagnostics_no_memory(diagnostics);
	return diagnostics_fail(diagnostics, STATUS_INPUT,
	    "the C library here does not know %s: its modules for iconv are "
	    "missing (Debian: package libc6, folder gconv)",
	    name);
}

enum status
encoding_decode(
    struct file *file, const char *name, struct diagnostics *diagnostics)
{
	int encoding = 0;
	while (strcmp(name, names[encoding]) != 0)
		encoding++;
	if (encoding == UTF_8)
		return STATUS_OK;
	size_t room = (size_t)file->before.st_size * 3 + 8;
	char *text = malloc(room), *bytes = malloc(BLOCK_BYTES);
	struct decoding decoding = { .converter = iconv_open(
					 "UTF-8", code_sets[encoding]),
		.unit = encoding == UTF_16LE || encoding == UTF_16BE ? 2 : 1,
		.to = text,
		.room = room };
	enum status status;
	if (decoding.converter == (iconv_t)-1)
		status = no_converter(name, diagnostics);
	else if (!text || !bytes)
		status = diagnostics_no_memory(diagnostics);
	else
		status = decode(file, &decoding, bytes, diagnostics);
	if (decoding.converter != (iconv_t)-1)
		iconv_close(decoding.converter);
	free(bytes);
	size_t length = (size_t)(decoding.to - text);
	bool marked = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
	file->decoded = text;
	file->decoded_begin = marked ? 3 : 0;
	file->decoded_end = length;
	return status;
}
