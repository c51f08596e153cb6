/* number.h - numbers as text, and the missing number.
 *
 * Three forms exist, and no other is printed anywhere:
 *   exact   what CSV files and capsules hold; reads back to the same bits
 *   shown   what the screen shows: 4 significant digits, or fixed decimals
 *   tick    what stands on an axis: the shortest form that is right to the tick step
 */
#ifndef GRADUS_NUMBER_H
#define GRADUS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GR_NUMBER_SIZE = 40 }; /* room for any number as text, with its NUL */

/* Missing is one NaN with a bit pattern of its own. Only `measure` functions and readers store
 * it. Every other NaN prints as "nan". */
double gr_missing(void);
bool gr_is_missing(double value);

/* Exact text: %.15g, %.16g or %.17g, the first that reads back; plain from 1e-6 to below 1e21, else
 * as `1.5e-7`; `nan`, `inf`, `-inf`; nothing when missing; -0 is `-0`. Returns the length. */
size_t gr_number_exact(double value, char out[GR_NUMBER_SIZE]);

/* Shown text. decimals >= 0: that many decimals. decimals < 0: 4 significant digits with trailing
 * zeros; all whole digits from 1000 to below 1e6; an exponent outside 1e-3 .. 1e6; whole numbers
 * below 1e6 in size are still given their decimals (`2.000`), since a column keeps one shape.
 * GR_DECIMALS_COUNT: a count, all digits, no decimals. -0 shows as 0. */
enum { GR_DECIMALS_AUTO = -1, GR_DECIMALS_COUNT = -2 };
size_t gr_number_shown(double value, int decimals, char out[GR_NUMBER_SIZE]);

/* Tick text for a value on an axis whose ticks are `step` apart; step 0: a log axis. */
size_t gr_number_tick(double value, double step, char out[GR_NUMBER_SIZE]);

/* The next number above (direction 1) or below (-1) a positive one in a series that is the same in
 * every decade, as near to it as a double can be. `marks` are the series in ascending order, whole
 * numbers from a power of ten to below the next: {1, 2, 5} is ..., 0.5, 1, 2, 5, 10, ... */
double gr_number_neighbour(double value, int direction, const int *marks, size_t count);

/* Read a number as CSV writes it: decimal digits with an optional sign, point and exponent, or
 * nan, inf, -inf. All `length` bytes must belong to it. No hexadecimal, no locale. */
bool gr_number_read(const char *bytes, size_t length, double *value);

/* 64-bit FNV-1a, continued from `hash` (start with GR_FNV_START). */
#define GR_FNV_START UINT64_C(14695981039346656037)
uint64_t gr_fnv1a(uint64_t hash, const void *bytes, size_t length);

#endif
