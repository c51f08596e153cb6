/* Who races: from the text of a knob to optimizers, each with a letter of its own. */
#include "race.h"

#include <ctype.h>
#include <string.h>

static const char BETWEEN[] = ", \t\n";
static const char NO_LETTERS[] = "o"; /* stands for the start where a screen has ASCII alone */

enum { NAME_SHOWN = 40 };

/* --- names --- */

static bool refuse(const char *what, const char *name, size_t length, gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 0; gr_optimizer_words[i] != NULL; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", gr_optimizer_words[i]);
    gr_fail(err, GR_ERROR_USAGE, "knob methods: %s%.*s%s; there are: %s", what,
            (int)(length < NAME_SHOWN ? length : NAME_SHOWN), name, length > 0 ? "'" : "",
            gr_text_string(&names));
    gr_text_clear(&names);
    return false;
}

static bool is_named(const char *word, const char *name, size_t length)
{
    return strlen(word) == length && memcmp(word, name, length) == 0;
}

static bool add_method(gr_race_setup *s, const char *name, size_t length, gr_error *err)
{
    size_t index = 0;

    while (gr_optimizer_words[index] != NULL && !is_named(gr_optimizer_words[index], name, length))
        index++;
    if (gr_optimizer_words[index] == NULL)
        return refuse("unknown optimizer '", name, length, err);
    for (size_t i = 0; i < s->count; i++)
        if (s->methods[i].index == index)
            return gr_fail(err, GR_ERROR_USAGE,
                           "knob methods: '%s' is there twice; each races once",
                           gr_optimizer_words[index]);
    if (s->count == GR_RACE_MOST)
        return gr_fail(err, GR_ERROR_USAGE, "knob methods: at most %d can race", GR_RACE_MOST);
    gr_race_method *method = &s->methods[s->count++];
    method->index = index;
    method->slots = s->numbers;
    if (!gr_descender_prepare(&method->descender, gr_optimizer_at(index), &s->terrain, err))
        return false;
    s->numbers += method->descender.slots;
    return true;
}

/* --- letters --- */

static bool is_free(const gr_race_setup *s, char letter)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->methods[i].letter[0] == letter)
            return false;
    return islower((unsigned char)letter) && strchr(NO_LETTERS, letter) == NULL;
}

/* The first of `letters` that is free, if it has none yet. */
static void give_letter(gr_race_setup *s, gr_race_method *method, const char *letters, size_t count)
{
    for (size_t i = 0; i < count && letters[i] != '\0' && method->letter[0] == '\0'; i++)
        if (is_free(s, letters[i]))
            method->letter[0] = letters[i];
}

/* First letters come first, so that no later method takes that of an earlier one. */
static void give_letters(gr_race_setup *s)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz";

    for (size_t i = 0; i < s->count; i++)
        give_letter(s, &s->methods[i], gr_optimizer_words[s->methods[i].index], 1);
    for (size_t i = 0; i < s->count; i++) {
        const char *name = gr_optimizer_words[s->methods[i].index];
        give_letter(s, &s->methods[i], name, strlen(name));
        give_letter(s, &s->methods[i], alphabet, sizeof alphabet);
    }
}

bool gr_race_enter(gr_race_setup *s, const char *text, gr_error *err)
{
    for (text += strspn(text, BETWEEN); *text != '\0'; text += strspn(text, BETWEEN)) {
        size_t length = strcspn(text, BETWEEN);
        if (!add_method(s, text, length, err))
            return false;
        text += length;
    }
    if (s->count == 0)
        return refuse("no optimizer is named", "", 0, err);
    give_letters(s);
    return true;
}
