#include "gradus/prose.h"

#include <string.h>

/* Where code begins at or behind `at`: its first backquote, with `length` bytes before the second;
 * the end of the text where there is none. */
static const char *find_code(const char *at, size_t *length)
{
    for (const char *mark = strchr(at, '`'); mark != NULL; mark = strchr(mark + 1, '`')) {
        const char *end = strchr(mark + 1, '`');
        if (end == NULL)
            break;
        *length = (size_t)(end - mark) - 1;
        if (*length > 0)
            return mark;
        mark = end; /* two in a row mark nothing */
    }
    return at + strlen(at);
}

const char *gr_prose_part(const char *at, gr_part *part)
{
    size_t length = 0;
    const char *code = find_code(at, &length);

    if (*at == '\0')
        return NULL;
    if (code > at) {
        *part = (gr_part){ GR_SPAN_PLAIN, at, (size_t)(code - at) };
        return code;
    }
    *part = (gr_part){ GR_SPAN_CODE, at + 1, length };
    return at + 1 + length + 1;
}

void gr_prose_unmark(const char *text, gr_text *out)
{
    gr_part part;

    for (const char *at = text; (at = gr_prose_part(at, &part)) != NULL;)
        gr_text_addn(out, part.text, part.length);
}
