#include "gradus/error.h"

#include "gradus/text.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SHOWN = 200 };

/* Copy with everything unsafe replaced, cut at a character. Needs no memory, since the error may
 * be that there is none. */
static void store_clean(char *out, size_t room, const char *raw)
{
    size_t length = strlen(raw), used = 0, i = 0;

    while (i < length) {
        uint32_t character;
        char encoded[4];
        size_t taken = gr_utf8_decode(raw + i, length - i, &character);
        if (taken == 0 || gr_character_refused(character) || character == '\t')
            character = 0xFFFD;
        if (character == '\n')
            character = ' ';
        size_t n = gr_utf8_encode(character, encoded);
        if (used + n >= room)
            break;
        memcpy(out + used, encoded, n);
        used += n;
        i += taken > 0 ? taken : 1;
    }
    out[used] = '\0';
}

__attribute__((format(printf, 4, 0))) static void
store(gr_error *err, gr_error_kind kind, const char *prefix, const char *format, va_list arguments)
{
    char raw[2 * sizeof err->message];

    int used = snprintf(raw, sizeof raw, "%s", prefix);
    if (used < 0 || (size_t)used >= sizeof raw)
        used = 0;
    vsnprintf(raw + used, sizeof raw - (size_t)used, format, arguments);
    err->kind = kind;
    store_clean(err->message, sizeof err->message, raw);
}

/* A long name is told by its end, so that there is room for the place in it and what is wrong. */
static const char *name_end(const char *file)
{
    size_t length = strlen(file);

    file += length > NAME_SHOWN ? length - NAME_SHOWN : 0;
    while (length > NAME_SHOWN && ((unsigned char)*file & 0xC0) == 0x80)
        file++; /* not in the middle of a character */
    return file;
}

static void write_position(char *out, size_t room, const char *file, long line, long column)
{
    const char *end = name_end(file), *cut = end > file ? "..." : "";

    if (line <= 0)
        snprintf(out, room, "%s%s: ", cut, end);
    else if (column <= 0)
        snprintf(out, room, "%s%s:%ld: ", cut, end, line);
    else
        snprintf(out, room, "%s%s:%ld:%ld: ", cut, end, line, column);
}

bool gr_fail(gr_error *err, gr_error_kind kind, const char *format, ...)
{
    if (err == NULL)
        return false;
    va_list arguments;
    va_start(arguments, format);
    store(err, kind, "", format, arguments);
    va_end(arguments);
    return false;
}

bool gr_fail_at(gr_error *err, const char *file, long line, long column, const char *format, ...)
{
    if (err == NULL)
        return false;
    char position[300];
    write_position(position, sizeof position, file, line, column);
    va_list arguments;
    va_start(arguments, format);
    store(err, GR_ERROR_DATA, position, format, arguments);
    va_end(arguments);
    return false;
}

bool gr_error_locate(gr_error *err, const char *file, long line, long column)
{
    if (err == NULL)
        return false;
    if (err->kind == GR_ERROR_MEMORY || err->kind == GR_ERROR_IO)
        return false;
    char old[sizeof err->message];
    memcpy(old, err->message, sizeof old);
    return gr_fail_at(err, file, line, column, "%s", old);
}

int gr_error_status(const gr_error *err)
{
    return err->kind == GR_ERROR_MEMORY ? GR_ERROR_IO : (int)err->kind;
}
