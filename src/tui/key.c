/* Keys by their names. */
#include "gradus/key.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    gr_key key;
} named[] = {
    { "Space", ' ' },
    { "Enter", GR_KEY_ENTER },
    { "Tab", GR_KEY_TAB },
    { "Backtab", GR_KEY_BACKTAB },
    { "Esc", GR_KEY_ESCAPE },
    { "Backspace", GR_KEY_BACKSPACE },
    { "Delete", GR_KEY_DELETE },
    { "Up", GR_KEY_UP },
    { "Down", GR_KEY_DOWN },
    { "Left", GR_KEY_LEFT },
    { "Right", GR_KEY_RIGHT },
    { "Home", GR_KEY_HOME },
    { "End", GR_KEY_END },
    { "PgUp", GR_KEY_PAGE_UP },
    { "PgDn", GR_KEY_PAGE_DOWN },
};

enum { NAMED = sizeof named / sizeof named[0], FUNCTION_KEYS = GR_KEY_F12 - GR_KEY_F1 + 1 };

/* H, I, J and M with Ctrl are Backspace, Tab and Enter; Q, S and Z the terminal keeps. */
static gr_key control_key(const char *letter)
{
    if (letter[0] < 'A' || letter[0] > 'Z' || letter[1] != '\0' ||
        strchr("HIJMQSZ", letter[0]) != NULL)
        return GR_KEY_NONE;
    return (gr_key)(letter[0] - '@');
}

static gr_key function_key(const char *digits)
{
    long number = digits[0] >= '1' && digits[0] <= '9' ? strtol(digits, NULL, 10) : 0;

    if (strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 2 || number < 1 ||
        number > FUNCTION_KEYS)
        return GR_KEY_NONE;
    return GR_KEY_F1 + (gr_key)number - 1;
}

static gr_key character_key(const char *name)
{
    size_t length = strlen(name);
    uint32_t character;

    if (length == 0 || gr_utf8_decode(name, length, &character) != length || character < ' ' ||
        gr_character_refused(character))
        return GR_KEY_NONE;
    return character;
}

gr_key gr_key_named(const char *name)
{
    gr_key key = character_key(name);

    if (key != GR_KEY_NONE)
        return key;
    for (size_t i = 0; i < NAMED; i++)
        if (strcmp(named[i].name, name) == 0)
            return named[i].key;
    if (strncmp(name, "Ctrl-", 5) == 0)
        return control_key(name + 5);
    return name[0] == 'F' ? function_key(name + 1) : GR_KEY_NONE;
}

void gr_key_list(gr_text *out)
{
    for (size_t i = 0; i < NAMED; i++)
        gr_text_addf(out, "%s, ", named[i].name);
    gr_text_addf(out, "F1 to F%d, Ctrl-A to Ctrl-Z without H I J M Q S Z", FUNCTION_KEYS);
}
