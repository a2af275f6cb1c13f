#include "io/import/bytes/utf8.h"

#include <stdint.h>
#include <string.h>
#include <unistr.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* libunistring judges; what is ASCII is passed over. */
bool
utf8_is_valid_portable(const char *bytes, size_t length)
{
	size_t at = 0;
	while (at < length) {
		uint64_t word;
		while (
		    length - at >= 8 && (memcpy(&word, bytes + at, 8),
					    (word & 0x8080808080808080u) == 0))
			at += 8;
		const uint8_t *rest = (const uint8_t *)bytes + at;
		if (at < length && *rest < 0x80) {
			at++;
		} else if (at < length) {
			ucs4_t point;
			int size = u8_mbtoucr(&point, rest, length - at);
			if (size < 0)
				return false;
			at += (size_t)size;
		}
	}
	return true;
}

#if defined(__x86_64__)

/* The ways in which two bytes in a row can be wrong. Three tables, by the first
 * byte's high and low half and the second's high half, say which of them each
 * half allows for; a pair is wrong where all three agree. */
enum {
	TOO_SHORT = 1, /* a lead byte without its continuation */
	TOO_LONG = 2,  /* a continuation behind ASCII */
	OVERLONG_3 = 4,
	TOO_LARGE = 8,
	SURROGATE = 16,
	OVERLONG_2 = 32,
	TOO_LARGE_1000 = 64,
	OVERLONG_4 = 64,
	TWO_CONTINUATIONS = 128,
	CARRY = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS
};

#define BYTE_1_HIGH                                                            \
	TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,  \
	    TOO_LONG, (char)TWO_CONTINUATIONS, (char)TWO_CONTINUATIONS,        \
	    (char)TWO_CONTINUATIONS, (char)TWO_CONTINUATIONS,                  \
	    TOO_SHORT | OVERLONG_2, TOO_SHORT,                                 \
	    TOO_SHORT | OVERLONG_3 | SURROGATE,                                \
	    TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4
#define LARGE (char)(CARRY | TOO_LARGE | TOO_LARGE_1000)
#define BYTE_1_LOW                                                             \
	(char)(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4),                  \
	    (char)(CARRY | OVERLONG_2), (char)CARRY, (char)CARRY,              \
	    (char)(CARRY | TOO_LARGE), LARGE, LARGE, LARGE, LARGE, LARGE,      \
	    LARGE, LARGE, LARGE,                                               \
	    (char)(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE), LARGE,     \
	    LARGE
#define BYTE_2_HIGH                                                            \
	TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,      \
	    TOO_SHORT, TOO_SHORT,                                              \
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 |    \
		   TOO_LARGE_1000 | OVERLONG_4),                               \
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 |    \
		   TOO_LARGE),                                                 \
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE |     \
		   TOO_LARGE),                                                 \
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE |     \
		   TOO_LARGE),                                                 \
	    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT

#define AVX2 __attribute__((target("avx2")))

/* Bits where `input`, behind `before`, is wrong. */
static AVX2 inline __m256i
wrong_avx2(__m256i input, __m256i before)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i border = _mm256_permute2x128_si256(before, input, 0x21);
	__m256i back_1 = _mm256_alignr_epi8(input, border, 15);
	__m256i back_2 = _mm256_alignr_epi8(input, border, 14);
	__m256i back_3 = _mm256_alignr_epi8(input, border, 13);
	__m256i high_1 =
	    _mm256_shuffle_epi8(_mm256_setr_epi8(BYTE_1_HIGH, BYTE_1_HIGH),
		_mm256_and_si256(_mm256_srli_epi16(back_1, 4), half));
	__m256i low_1 =
	    _mm256_shuffle_epi8(_mm256_setr_epi8(BYTE_1_LOW, BYTE_1_LOW),
		_mm256_and_si256(back_1, half));
	__m256i high_2 =
	    _mm256_shuffle_epi8(_mm256_setr_epi8(BYTE_2_HIGH, BYTE_2_HIGH),
		_mm256_and_si256(_mm256_srli_epi16(input, 4), half));
	__m256i pair =
	    _mm256_and_si256(_mm256_and_si256(high_1, low_1), high_2);
	/* The third byte of three and the third and fourth of four must be
	 * continuations behind continuations. */
	__m256i third = _mm256_subs_epu8(back_2, _mm256_set1_epi8(0x60));
	__m256i fourth = _mm256_subs_epu8(back_3, _mm256_set1_epi8(0x70));
	__m256i must = _mm256_and_si256(
	    _mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
	return _mm256_xor_si256(pair, must);
}

AVX2 bool
utf8_is_valid_avx2(const char *bytes, size_t length)
{
	__m256i before = _mm256_setzero_si256(), wrong = before;
	char tail[32] = { 0 };
	bool ascii = true; /* up to here, with nothing begun */
	for (size_t at = 0; at < length; at += 32) {
		const char *from = bytes + at;
		if (length - at < 32)
			from = memcpy(tail, from, length - at);
		__m256i input = _mm256_loadu_si256((const __m256i *)from);
		bool plain = _mm256_movemask_epi8(input) == 0;
		if (!plain || !ascii)
			wrong =
			    _mm256_or_si256(wrong, wrong_avx2(input, before));
		ascii = plain;
		before = input;
	}
	/* Nothing may be begun at the end: behind it stands ASCII. */
	wrong =
	    _mm256_or_si256(wrong, wrong_avx2(_mm256_setzero_si256(), before));
	return _mm256_testz_si256(wrong, wrong);
}

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl")))

static AVX512 inline __m512i
table_avx512(__m128i table)
{
	return _mm512_broadcast_i32x4(table);
}

static AVX512 inline __m512i
wrong_avx512(__m512i input, __m512i before)
{
	const __m512i half = _mm512_set1_epi8(15);
	/* The 16 bytes before each of the four lanes. */
	__m512i border = _mm512_alignr_epi32(input, before, 12);
	__m512i back_1 = _mm512_alignr_epi8(input, border, 15);
	__m512i back_2 = _mm512_alignr_epi8(input, border, 14);
	__m512i back_3 = _mm512_alignr_epi8(input, border, 13);
	__m512i high_1 =
	    _mm512_shuffle_epi8(table_avx512(_mm_setr_epi8(BYTE_1_HIGH)),
		_mm512_and_si512(_mm512_srli_epi16(back_1, 4), half));
	__m512i low_1 =
	    _mm512_shuffle_epi8(table_avx512(_mm_setr_epi8(BYTE_1_LOW)),
		_mm512_and_si512(back_1, half));
	__m512i high_2 =
	    _mm512_shuffle_epi8(table_avx512(_mm_setr_epi8(BYTE_2_HIGH)),
		_mm512_and_si512(_mm512_srli_epi16(input, 4), half));
	__m512i pair =
	    _mm512_and_si512(_mm512_and_si512(high_1, low_1), high_2);
	__m512i third = _mm512_subs_epu8(back_2, _mm512_set1_epi8(0x60));
	__m512i fourth = _mm512_subs_epu8(back_3, _mm512_set1_epi8(0x70));
	__m512i must = _mm512_and_si512(
	    _mm512_or_si512(third, fourth), _mm512_set1_epi8((char)0x80));
	return _mm512_xor_si512(pair, must);
}

AVX512 bool
utf8_is_valid_avx512(const char *bytes, size_t length)
{
	__m512i before = _mm512_setzero_si512(), wrong = before;
	bool ascii = true;
	for (size_t at = 0; at < length; at += 64) {
		__mmask64 kept = length - at < 64
				     ? ((__mmask64)1 << (length - at)) - 1
				     : ~(__mmask64)0;
		__m512i input = _mm512_maskz_loadu_epi8(kept, bytes + at);
		bool plain = _mm512_movepi8_mask(input) == 0;
		if (!plain || !ascii)
			wrong =
			    _mm512_or_si512(wrong, wrong_avx512(input, before));
		ascii = plain;
		before = input;
	}
	wrong = _mm512_or_si512(
	    wrong, wrong_avx512(_mm512_setzero_si512(), before));
	return _mm512_test_epi8_mask(wrong, wrong) == 0;
}

#endif
