#include "gradus/text.h"

#include "gradus/memory.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* --- the growable string --- */

static bool reserve(gr_text *text, size_t more)
{
    if (text->failed)
        return false;
    if (text->capacity - text->length > more)
        return true;
    size_t wanted = (text->length + more + 1) * 2;
    char *grown = gr_resize(text->bytes, wanted, 1, NULL);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = grown;
    text->capacity = wanted;
    return true;
}

void gr_text_addn(gr_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void gr_text_add(gr_text *text, const char *string)
{
    gr_text_addn(text, string, strlen(string));
}

void gr_text_vaddf(gr_text *text, const char *format, va_list arguments)
{
    va_list again;

    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0 || !reserve(text, (size_t)length))
        return;
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    text->length += (size_t)length;
}

void gr_text_addf(gr_text *text, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    gr_text_vaddf(text, format, arguments);
    va_end(arguments);
}

void gr_text_put(gr_text *text, uint32_t character)
{
    char encoded[4];

    gr_text_addn(text, encoded, gr_utf8_encode(character, encoded));
}

void gr_text_pad(gr_text *text, char fill, size_t count)
{
    if (!reserve(text, count))
        return;
    memset(text->bytes + text->length, fill, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

void gr_text_truncate(gr_text *text, size_t length)
{
    if (length >= text->length)
        return;
    text->length = length;
    text->bytes[length] = '\0';
}

void gr_text_clear(gr_text *text)
{
    gr_free(text->bytes);
    *text = (gr_text){ 0 };
}

bool gr_text_ok(const gr_text *text, gr_error *err)
{
    return !text->failed || gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for text");
}

const char *gr_text_string(const gr_text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

/* --- UTF-8 --- */

size_t gr_utf8_decode(const char *bytes, size_t length, uint32_t *character)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = { { 0x80, 0x00, 0 }, { 0xE0, 0xC0, 0x80 }, { 0xF0, 0xE0, 0x800 },
                  { 0xF8, 0xF0, 0x10000 } };
    unsigned char first = (unsigned char)bytes[0];

    for (size_t n = 1; n <= 4; n++) {
        if ((first & forms[n - 1].mask) != forms[n - 1].lead)
            continue;
        uint32_t value = first & (unsigned char)~forms[n - 1].mask;
        if (n > length)
            return 0;
        for (size_t i = 1; i < n; i++) {
            unsigned char next = (unsigned char)bytes[i];
            if ((next & 0xC0) != 0x80)
                return 0;
            value = value << 6 | (next & 0x3Fu);
        }
        if (value < forms[n - 1].least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
            return 0;
        *character = value;
        return n;
    }
    return 0;
}

size_t gr_utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    static const unsigned char leads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    out[0] = (char)(leads[n] | c);
    return n;
}

/* --- the sanitiser --- */

bool gr_character_refused(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } refused[] = {
        { 0x00, 0x08 },       { 0x0B, 0x1F },       { 0x7F, 0x9F },     { 0xAD, 0xAD },
        { 0x061C, 0x061C },   { 0x115F, 0x1160 },   { 0x180B, 0x180F }, { 0x200B, 0x200F },
        { 0x2028, 0x202E },   { 0x2060, 0x206F },   { 0x3164, 0x3164 }, { 0xFDD0, 0xFDEF },
        { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB },
        { 0xE0000, 0xE0FFF }, { 0xF0000, 0x10FFFF },
    };

    for (size_t i = 0; i < GR_LEN(refused) && c >= refused[i].first; i++) /* in ascending order */
        if (c <= refused[i].last)
            return true;
    return (c & 0xFFFE) == 0xFFFE;
}

bool gr_text_check(const char *bytes, size_t length, gr_text_fault *fault)
{
    long line = 1, column = 1;

    for (size_t i = 0; i < length;) {
        uint32_t c = 0;
        size_t taken = gr_utf8_decode(bytes + i, length - i, &c);
        if (taken == 0 || gr_character_refused(c)) {
            *fault = (gr_text_fault){ .offset = i, .line = line, .column = column };
            if (taken == 0)
                snprintf(fault->reason, sizeof fault->reason, "invalid UTF-8");
            else
                snprintf(fault->reason, sizeof fault->reason, "control character U+%04X",
                         (unsigned)c);
            return false;
        }
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n';
        i += taken;
    }
    return true;
}

void gr_text_clean(gr_text *out, const char *bytes, size_t length)
{
    bool bad_before = false;

    for (size_t i = 0; i < length;) {
        uint32_t c = 0;
        size_t taken = gr_utf8_decode(bytes + i, length - i, &c);
        bool bad = taken == 0 || gr_character_refused(c);
        if (!bad)
            gr_text_addn(out, bytes + i, taken);
        else if (!bad_before)
            gr_text_put(out, 0xFFFD);
        bad_before = bad;
        i += taken > 0 ? taken : 1;
    }
}

void gr_text_clean_line(gr_text *out, const char *bytes, size_t length, size_t most)
{
    size_t begun = out->length;

    gr_text_clean(out, bytes, length);
    if (out->failed)
        return;
    size_t end = begun + most;
    while (end > begun && end < out->length && ((unsigned char)out->bytes[end] & 0xC0) == 0x80)
        end--;
    gr_text_truncate(out, end);
    for (size_t i = begun; i < out->length; i++)
        out->bytes[i] = (unsigned char)out->bytes[i] < ' ' ? ' ' : out->bytes[i];
}

/* --- widths --- */

int gr_character_width(uint32_t character)
{
    if (character < 0x20 || character == 0x7F)
        return -1;
    return character < 0x7F ? 1 : wcwidth((wchar_t)character);
}

size_t gr_text_width(const char *string)
{
    size_t length = strlen(string), width = 0;

    for (size_t i = 0; i < length;) {
        uint32_t c = 0;
        size_t taken = gr_utf8_decode(string + i, length - i, &c);
        int w = taken > 0 ? gr_character_width(c) : 1;
        width += w < 0 ? 1 : (size_t)w;
        i += taken > 0 ? taken : 1;
    }
    return width;
}

/* --- likeness --- */

size_t gr_edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    enum { LENGTH_MAX = 63 };
    size_t row[LENGTH_MAX + 1]; /* to make each beginning of b of what has been read of a */

    if (a_length > LENGTH_MAX || b_length > LENGTH_MAX)
        return a_length > b_length ? a_length : b_length;
    for (size_t k = 0; k <= b_length; k++)
        row[k] = k;
    for (size_t i = 0; i < a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t k = 0; k < b_length; k++) {
            size_t replaced = diagonal + (a[i] != b[k]);
            size_t other = (row[k] < row[k + 1] ? row[k] : row[k + 1]) + 1;
            diagonal = row[k + 1];
            row[k + 1] = replaced < other ? replaced : other;
        }
    }
    return row[b_length];
}
