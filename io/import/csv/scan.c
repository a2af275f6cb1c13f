#include "io/import/csv/scan.h"

#include <string.h>

#include "io/import/bytes/utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* One bit a byte of a block of 64, the first byte lowest. */
struct masks {
	uint64_t quote, delimiter, feed;
	uint64_t low; /* NUL to CR but for the line feed: the two below are set
		       * only if there is one */
	uint64_t carriage, nul;
};

/* Clears the bits of bytes behind the span's end. */
static inline void
mask_tail(struct masks *is, size_t left)
{
	uint64_t kept = (1ull << left) - 1;
	is->quote &= kept;
	is->delimiter &= kept;
	is->feed &= kept;
	is->low &= kept;
	is->carriage &= kept;
	is->nul &= kept;
}

/* The place of the lowest bit; undefined where there is none. */
static inline uint32_t
first_bit(uint64_t bits)
{
	return (uint32_t)__builtin_ctzll(bits | 1ull << 63);
}

/* Eight places at once: the branch is then easy to predict. */
static inline void
list_bits(uint32_t *to, uint64_t bits, uint32_t base)
{
	do
		for (int i = 0; i < 8; i++, bits &= bits - 1)
			*to++ = base + first_bit(bits);
	while (bits);
}

/* How many of the bits lie below the lowest one of `mark`; anything for none.
 */
#define BITS_BEFORE(bits, mark)                                                \
	(uint32_t) __builtin_popcountll((bits) & (((mark) & (0 - (mark))) - 1))

static inline uint64_t
prefix_xor_by_shifts(uint64_t bits)
{
	for (int shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* ---- portable: eight bytes a word ---- */

/* One bit for each byte of the word that is zero. */
static inline uint64_t
zero_bytes(uint64_t word)
{
	const uint64_t lows = 0x7f7f7f7f7f7f7f7fu;
	uint64_t high = ~(((word & lows) + lows) | word | lows);
	return (high >> 7) * 0x0102040810204080u >> 56;
}

static inline struct masks
classify_portable(const char *bytes, char delimiter)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t mark = ones * (unsigned char)delimiter;
	struct masks is = { 0 };
	for (int i = 0; i < 8; i++) {
		uint64_t word;
		memcpy(&word, bytes + i * 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		word = __builtin_bswap64(word);
#endif
		is.quote |= zero_bytes(word ^ ones * '"') << i * 8;
		is.delimiter |= zero_bytes(word ^ mark) << i * 8;
		is.feed |= zero_bytes(word ^ ones * '\n') << i * 8;
		is.carriage |= zero_bytes(word ^ ones * '\r') << i * 8;
		is.nul |= zero_bytes(word) << i * 8;
	}
	is.low = is.carriage | is.nul;
	return is;
}

#define KERNEL(function) function##_portable
#define TARGET
#define CLASSIFY classify_portable
#define PREFIX_XOR prefix_xor_by_shifts
#define LIST list_bits
#include "io/import/csv/scan_kernel.h"

static const struct scan_kernel portable = { "portable", mark_portable,
	count_portable, utf8_is_valid_portable };

/* ---- x86-64 ---- */

#if defined(__x86_64__)

static inline uint64_t
equal_sse2(const __m128i block[4], char byte)
{
	__m128i wanted = _mm_set1_epi8(byte);
	uint64_t bits = 0;
	for (int i = 0; i < 4; i++)
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(
			    _mm_cmpeq_epi8(block[i], wanted))
			<< i * 16;
	return bits;
}

static inline struct masks
classify_sse2(const char *bytes, char delimiter)
{
	__m128i block[4], low[4];
	for (int i = 0; i < 4; i++) {
		block[i] = _mm_loadu_si128((const __m128i *)bytes + i);
		/* 0 for NUL to CR */
		low[i] = _mm_subs_epu8(block[i], _mm_set1_epi8('\r'));
	}
	struct masks is = { .quote = equal_sse2(block, '"'),
		.delimiter = equal_sse2(block, delimiter),
		.feed = equal_sse2(block, '\n') };
	is.low = equal_sse2(low, 0) & ~is.feed;
	if (is.low) {
		is.carriage = equal_sse2(block, '\r');
		is.nul = equal_sse2(block, 0);
	}
	return is;
}

#define KERNEL(function) function##_sse2
#define TARGET
#define CLASSIFY classify_sse2
#define PREFIX_XOR prefix_xor_by_shifts
#define LIST list_bits
#include "io/import/csv/scan_kernel.h"

static const struct scan_kernel sse2 = { "SSE2", mark_sse2, count_sse2,
	utf8_is_valid_portable };

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define AVX512                                                                 \
	__attribute__((                                                        \
	    target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,"    \
		   "pclmul")))

static AVX2 inline uint64_t
prefix_xor_avx2(uint64_t bits)
{
	__m128i all = _mm_set1_epi8(-1);
	__m128i product =
	    _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), all, 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

static AVX2 inline uint64_t
equal_avx2(__m256i a, __m256i b, char byte)
{
	__m256i wanted = _mm256_set1_epi8(byte);
	uint64_t low =
	    (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted));
	uint64_t high =
	    (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted));
	return low | high << 32;
}

static AVX2 inline struct masks
classify_avx2(const char *bytes, char delimiter)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)bytes);
	__m256i b = _mm256_loadu_si256((const __m256i *)bytes + 1);
	__m256i carriage = _mm256_set1_epi8('\r');
	struct masks is = { .quote = equal_avx2(a, b, '"'),
		.delimiter = equal_avx2(a, b, delimiter),
		.feed = equal_avx2(a, b, '\n') };
	is.low = equal_avx2(_mm256_subs_epu8(a, carriage),
		     _mm256_subs_epu8(b, carriage), 0) &
		 ~is.feed;
	if (is.low) {
		is.carriage = equal_avx2(a, b, '\r');
		is.nul = equal_avx2(a, b, 0);
	}
	return is;
}

#define KERNEL(function) function##_avx2
#define TARGET AVX2
#define CLASSIFY classify_avx2
#define PREFIX_XOR prefix_xor_avx2
#define LIST list_bits
#include "io/import/csv/scan_kernel.h"

static const struct scan_kernel avx2 = { "AVX2", mark_avx2, count_avx2,
	utf8_is_valid_avx2 };

static AVX512 inline uint64_t
prefix_xor_avx512(uint64_t bits)
{
	__m128i all = _mm_set1_epi8(-1);
	__m128i product =
	    _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), all, 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

static AVX512 inline struct masks
classify_avx512(const char *bytes, char delimiter)
{
	__m512i block = _mm512_loadu_si512(bytes);
#define EQUAL(byte) _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte))
	struct masks is = { .quote = EQUAL('"'),
		.delimiter = EQUAL(delimiter),
		.feed = EQUAL('\n') };
	is.low =
	    _mm512_cmple_epu8_mask(block, _mm512_set1_epi8('\r')) & ~is.feed;
	if (is.low) {
		is.carriage = EQUAL('\r');
		is.nul = EQUAL(0);
	}
#undef EQUAL
	return is;
}

/* Sixteen places at once; most blocks have no more. */
static AVX512 inline void
list_avx512(uint32_t *to, uint64_t bits, uint32_t base)
{
	const __m512i all = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55,
	    54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38,
	    37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21,
	    20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,
	    1, 0);
	__m512i places = _mm512_maskz_compress_epi8(bits, all);
	__m512i first = _mm512_set1_epi32((int)base);
#define STORE(part)                                                            \
	_mm512_storeu_si512(                                                   \
	    to + part * 16, _mm512_add_epi32(first,                            \
				_mm512_cvtepu8_epi32(                          \
				    _mm512_extracti32x4_epi32(places, part))))
	STORE(0);
	if (__builtin_popcountll(bits) > 16) {
		STORE(1);
		STORE(2);
		STORE(3);
	}
#undef STORE
}

#define KERNEL(function) function##_avx512
#define TARGET AVX512
#define CLASSIFY classify_avx512
#define PREFIX_XOR prefix_xor_avx512
#define LIST list_avx512
#include "io/import/csv/scan_kernel.h"

static const struct scan_kernel avx512 = { "AVX-512", mark_avx512, count_avx512,
	utf8_is_valid_avx512 };

#elif defined(__aarch64__)

static inline uint64_t
equal_neon(const uint8x16_t block[4], uint8_t byte)
{
	static const uint8_t places[16] = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2,
		4, 8, 16, 32, 64, 128 };
	uint8x16_t place = vld1q_u8(places), wanted = vdupq_n_u8(byte), bits[4];
	for (int i = 0; i < 4; i++)
		bits[i] = vandq_u8(vceqq_u8(block[i], wanted), place);
	uint8x16_t sum =
	    vpaddq_u8(vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline struct masks
classify_neon(const char *bytes, char delimiter)
{
	uint8x16_t block[4];
	for (int i = 0; i < 4; i++)
		block[i] = vld1q_u8((const uint8_t *)bytes + i * 16);
	struct masks is = { .quote = equal_neon(block, '"'),
		.delimiter = equal_neon(block, (uint8_t)delimiter),
		.feed = equal_neon(block, '\n'),
		.carriage = equal_neon(block, '\r'),
		.nul = equal_neon(block, 0) };
	is.low = is.carriage | is.nul;
	return is;
}

#define KERNEL(function) function##_neon
#define TARGET
#define CLASSIFY classify_neon
#define PREFIX_XOR prefix_xor_by_shifts
#define LIST list_bits
#include "io/import/csv/scan_kernel.h"

static const struct scan_kernel neon = { "NEON", mark_neon, count_neon,
	utf8_is_valid_portable };

#endif

const struct scan_kernel *const *
scan_kernels(size_t *count)
{
#if defined(__x86_64__)
	static const struct scan_kernel *const all[] = { &avx512, &avx2, &sse2,
		&portable };
	size_t first = 2;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("pclmul"))
		first = 1;
	if (first == 1 && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vl") &&
	    __builtin_cpu_supports("avx512vbmi2"))
		first = 0;
#elif defined(__aarch64__)
	static const struct scan_kernel *const all[] = { &neon, &portable };
	size_t first = 0;
#else
	static const struct scan_kernel *const all[] = { &portable };
	size_t first = 0;
#endif
	*count = sizeof all / sizeof *all - first;
	return all + first;
}
