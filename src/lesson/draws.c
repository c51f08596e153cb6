#include "gradus/draws.h"

#include "gradus/number.h"
#include "gradus/random.h"

#include <string.h>

/* Each part with the NUL behind it, so that "ab", "c" is not "a", "bc". */
static uint64_t hash_part(uint64_t hash, const char *part)
{
    return gr_fnv1a(hash, part, strlen(part) + 1);
}

static gr_rng generator(const gr_item *item, const char *student, const char *lesson, long practice)
{
    bool named = student != NULL && strcmp(student, "-") != 0;
    char number[GR_NUMBER_SIZE];

    gr_number_exact((double)practice, number);
    uint64_t hash = hash_part(GR_FNV_START, named ? student : "");
    hash = hash_part(hash, lesson);
    hash = hash_part(hash, item->id);
    hash = hash_part(hash, number);
    gr_rng base = gr_rng_seeded(hash);
    return gr_rng_stream(&base, "draw");
}

void gr_item_draw(const gr_item *item, const char *student, const char *lesson, long practice,
                  gr_drawn *drawn)
{
    gr_rng rng = generator(item, student, lesson, practice);

    *drawn = (gr_drawn){ .count = item->draw_count };
    for (size_t i = 0; i < item->draw_count; i++) {
        const gr_draw *draw = &item->draws[i];
        uint64_t below = gr_rng_below(&rng, (uint64_t)(draw->most - draw->least) + 1);
        drawn->names[i] = draw->name;
        drawn->values[i] = (double)(draw->least + (long)below);
    }
}

static void put_number(double value, gr_text *out)
{
    char number[GR_NUMBER_SIZE];

    gr_number_exact(value, number);
    gr_text_add(out, number);
}

void gr_drawn_put(const gr_drawn *drawn, gr_text *out)
{
    for (size_t i = 0; i < drawn->count; i++) {
        gr_text_addf(out, "%s%s=", i > 0 ? " " : "", drawn->names[i]);
        put_number(drawn->values[i], out);
    }
}

/* The drawn number whose whole name the text begins with; the count where there is none. */
static size_t named_here(const gr_drawn *drawn, const char *text, size_t *length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t i = 0;

    *length = strspn(text, letters);
    while (i < drawn->count &&
           (strlen(drawn->names[i]) != *length || strncmp(drawn->names[i], text, *length) != 0))
        i++;
    return i;
}

void gr_drawn_say(const gr_drawn *drawn, const char *text, gr_text *out)
{
    for (const char *at = text; *at != '\0';) {
        size_t plain = strcspn(at, "$"), length;
        gr_text_addn(out, at, plain);
        at += plain;
        if (*at == '\0')
            return;
        size_t which = named_here(drawn, at + 1, &length);
        if (which < drawn->count)
            put_number(drawn->values[which], out);
        else
            gr_text_addn(out, at, length + 1);
        at += length + 1;
    }
}

const char *gr_drawn_unknown(const gr_drawn *drawn, const char *text)
{
    for (const char *at = strchr(text, '$'); at != NULL; at = strchr(at + 1, '$')) {
        size_t length;
        bool name = at[1] != '\0' && (at[1] < '0' || at[1] > '9');
        if (named_here(drawn, at + 1, &length) == drawn->count && name && length > 0)
            return at;
    }
    return NULL;
}
