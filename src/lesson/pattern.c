/* Texts against patterns with stars. */
#include "answer_private.h"

#include <stddef.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static const char *after_blanks(const char *at)
{
    while (is_blank(*at))
        at++;
    return at;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The next character that counts at `*at`, past which it moves: a run of blanks is one, and none at
 * the end, where it is NUL. */
static char next(const char **at)
{
    const char *past = after_blanks(*at);
    bool blank = past != *at && *past != '\0';

    *at = past;
    if (blank)
        return ' ';
    if (*past != '\0')
        (*at)++;
    return lower(*past);
}

/* A star takes as little as it can, and one more each time that what follows does not fit: the last
 * star alone need be tried again, so that the work is at most the product of the lengths. */
bool gr_text_matches(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;

    pattern = after_blanks(pattern);
    text = after_blanks(text);
    for (;;) {
        const char *p = pattern, *t = text;
        char wanted = next(&p);
        if (wanted == '*') {
            star = pattern = p;
            from = text;
            continue;
        }
        char given = next(&t);
        if (wanted == given && wanted == '\0')
            return true;
        if (wanted == given) {
            pattern = p;
            text = t;
            continue;
        }
        if (star == NULL || *from == '\0')
            return false;
        pattern = star;
        next(&from);
        text = from;
    }
}
