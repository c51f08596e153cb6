/* text.h - UTF-8 text: the growable string, the sanitiser, and widths.
 *
 * Every byte from outside passes gr_text_check (files, which are refused) or gr_text_clean (typed
 * text and messages, which are repaired). What has passed is valid UTF-8 without control
 * characters but newline and tab, without bidirectional and zero-width controls; so it can be
 * written to a terminal as it is.
 *
 * Widths come from the C library's wcwidth, the function that ncurses itself uses. In a locale
 * that is not UTF-8 every character outside ASCII has no width; such characters are drawn as '?'.
 */
#ifndef GRADUS_TEXT_H
#define GRADUS_TEXT_H

#include "gradus/error.h"

#include <stddef.h>
#include <stdint.h>

/* A growable string. Zero-initialise it; `bytes` is NULL while nothing was added. A failed
 * allocation makes it `failed`, and further additions do nothing, so that callers check once at
 * the end. The bytes are NUL-terminated. */
typedef struct gr_text {
    char *bytes;
    size_t length, capacity;
    bool failed;
} gr_text;

void gr_text_add(gr_text *text, const char *string);
void gr_text_addn(gr_text *text, const char *bytes, size_t length);
void gr_text_addf(gr_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void gr_text_vaddf(gr_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void gr_text_put(gr_text *text, uint32_t character); /* one code point, as UTF-8 */
void gr_text_pad(gr_text *text, char fill, size_t count);
void gr_text_truncate(gr_text *text, size_t length);
void gr_text_clear(gr_text *text); /* frees; the text is empty again */

/* False with GR_ERROR_MEMORY when an addition had failed. */
bool gr_text_ok(const gr_text *text, gr_error *err);

/* The string so far, "" when nothing was added. Borrowed. */
const char *gr_text_string(const gr_text *text);

/* Decode one character at `bytes` (length > 0). Returns the number of bytes, 1 to 4, and the code
 * point in *character; 0 for anything that is not valid, shortest-form UTF-8. */
size_t gr_utf8_decode(const char *bytes, size_t length, uint32_t *character);

/* Encode one code point; returns the number of bytes (1 to 4). An invalid one becomes U+FFFD. */
size_t gr_utf8_encode(uint32_t character, char out[4]);

/* Whether a valid code point is refused: C0 but newline and tab, DEL, C1, bidirectional controls,
 * zero-width and other invisible format characters, noncharacters. */
bool gr_character_refused(uint32_t character);

/* Where and why a text is refused. line and column count from 1, columns in characters. */
typedef struct gr_text_fault {
    size_t offset;
    long line, column;
    char reason[64]; /* "invalid UTF-8", "control character U+001B" ... */
} gr_text_fault;

/* True when all `length` bytes are clean text; otherwise the first fault. */
bool gr_text_check(const char *bytes, size_t length, gr_text_fault *fault);

/* Append the bytes to `out` with every bad part replaced by one U+FFFD. */
void gr_text_clean(gr_text *out, const char *bytes, size_t length);

/* The same, to one line: line ends and tabs become blanks. What is longer than `most` bytes is cut,
 * between two characters. */
void gr_text_clean_line(gr_text *out, const char *bytes, size_t length, size_t most);

/* Columns that a character takes on the screen: 0, 1 or 2; -1 when it cannot be shown. */
int gr_character_width(uint32_t character);

/* Columns that a clean string takes; characters that cannot be shown count as one. */
size_t gr_text_width(const char *string);

/* Bytes to insert, delete or replace to make one of the other (Levenshtein); what is longer than 63
 * bytes is as far from anything as it is long. For "did you mean". */
size_t gr_edit_distance(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
