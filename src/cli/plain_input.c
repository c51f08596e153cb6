/* What the dialogue reads: lines from anywhere, made clean. */
#include "plain_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The bytes of a line, at most one more than a line may have. */
static bool take_bytes(gr_text *bytes)
{
    int c;
    bool any = false;

    while ((c = getchar()) != EOF && c != '\n') {
        const char byte = (char)c;
        any = true;
        if (bytes->length <= GR_PLAIN_LINE)
            gr_text_addn(bytes, &byte, 1);
    }
    return any || c == '\n';
}

/* A pipe from elsewhere may begin with a byte order mark. */
static size_t skip_mark(const gr_plain *plain, const gr_text *bytes)
{
    static const char mark[] = "\xEF\xBB\xBF";
    bool marked = !plain->begun && bytes->length >= 3 && memcmp(bytes->bytes, mark, 3) == 0;

    return marked ? 3 : 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool clean_line(gr_plain *plain, const gr_text *bytes, gr_error *err)
{
    size_t from = skip_mark(plain, bytes), to = bytes->length;

    while (from < to && is_blank(bytes->bytes[from]))
        from++;
    while (to > from && is_blank(bytes->bytes[to - 1]))
        to--;
    gr_text_truncate(&plain->line, 0);
    if (to > from)
        gr_text_clean(&plain->line, bytes->bytes + from, to - from);
    plain->begun = true;
    return gr_text_ok(&plain->line, err);
}

gr_plain_read gr_plain_read_line(gr_plain *plain, gr_error *err)
{
    gr_text bytes = { 0 };
    bool any = take_bytes(&bytes);
    int reason = errno;
    bool good = gr_text_ok(&bytes, err) && clean_line(plain, &bytes, err);
    bool is_long = bytes.length > GR_PLAIN_LINE;

    gr_text_clear(&bytes);
    if (!good)
        return GR_READ_FAILED;
    if (any)
        return is_long ? GR_READ_LONG : GR_READ_LINE;
    if (ferror(stdin) == 0)
        return GR_READ_END;
    gr_fail(err, GR_ERROR_IO, "cannot read standard input: %s", strerror(reason));
    return GR_READ_FAILED;
}
