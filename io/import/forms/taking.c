#include "io/import/forms/taking.h"

#include <unicase.h>
#include <unistr.h>

/* Does the text begin with another letter than the word, both of them ASCII, or
 * is it empty? */
static bool
begins_otherwise(struct text text, const char *word)
{
	if (text.length == 0)
		return true;
	unsigned char have = (unsigned char)text.data[0];
	unsigned char want = (unsigned char)*word;
	unsigned char small =
	    have >= 'A' && have <= 'Z' ? (unsigned char)(have + 32) : have;
	return small != want && have < 0x80 && want < 0x80;
}

/* How many bytes of the text are the word; 0 if it does not begin with it. */
static size_t
bytes_of_word(struct text text, const char *word)
{
	const uint8_t *at = (const uint8_t *)text.data;
	const uint8_t *wanted = (const uint8_t *)word;
	if (begins_otherwise(text, word))
		return 0; /* nearly always */
	size_t left = text.length, wanted_left = strlen(word);
	while (wanted_left) {
		ucs4_t have, want;
		if (left == 0)
			return 0;
		int size = u8_mbtouc(&have, at, left);
		int want_size = u8_mbtouc(&want, wanted, wanted_left);
		if (uc_tolower(have) != want)
			return 0;
		at += size;
		left -= (size_t)size;
		wanted += want_size;
		wanted_left -= (size_t)want_size;
	}
	return text.length - left;
}

bool
take_word(struct text *text, const char *word)
{
	size_t length = bytes_of_word(*text, word);
	drop(text, length);
	return length > 0;
}

bool
take_last_word(struct text *text, const char *word)
{
	/* A capital letter may have fewer or more bytes than its small one. */
	size_t begin = text->length;
	for (const char *at = word; *at; at++) {
		if (((unsigned char)*at & 0xc0) == 0x80)
			continue;
		if (begin == 0)
			return false;
		do
			begin--;
		while (
		    begin && ((unsigned char)text->data[begin] & 0xc0) == 0x80);
	}
	struct text end = { text->data + begin, text->length - begin };
	if (end.length == 0 || bytes_of_word(end, word) != end.length)
		return false;
	text->length = begin;
	return true;
}

int
take_any(struct text *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (take_word(text, words[i]))
			return i;
	return -1;
}
