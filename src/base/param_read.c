#include "param_read.h"

#include "gradus/expression.h"
#include "gradus/memory.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LAYERS_MAX = 1024, TEXT_MAX = 4096 };

static const double whole_max = 9007199254740991.0; /* 2^53 - 1: what is read as more was rounded */

/* --- what is allowed, in words --- */

static void add_words(const gr_param *param, const char *joiner, gr_text *out)
{
    for (size_t i = 0; param->words != NULL && param->words[i] != NULL; i++)
        gr_text_addf(out, "%s%s", i > 0 ? joiner : "", param->words[i]);
}

static void add_range(const gr_param *param, gr_text *out)
{
    char low[GR_NUMBER_SIZE], high[GR_NUMBER_SIZE];

    gr_number_exact(param->low, low);
    gr_number_exact(param->high, high);
    if (isfinite(param->low) && isfinite(param->high) && !param->low_open && !param->high_open)
        gr_text_addf(out, " from %s to %s", low, high);
    else if (isfinite(param->low) && isfinite(param->high))
        gr_text_addf(out, ", %s %s %s %s %s", low, param->low_open ? "<" : "<=", param->name,
                     param->high_open ? "<" : "<=", high);
    else if (isfinite(param->low))
        gr_text_addf(out, ", %s %s %s", param->name, param->low_open ? ">" : ">=", low);
    else if (isfinite(param->high))
        gr_text_addf(out, ", %s %s %s", param->name, param->high_open ? "<" : "<=", high);
}

static void add_members(const gr_param *param, gr_text *out)
{
    for (size_t i = 0; i < param->family->count(); i++)
        gr_text_addf(out, "%s%s", i > 0 ? ", " : "", param->family->member(i));
}

void gr_param_allowed(const gr_param *param, gr_text *out)
{
    static const char *const kinds[GR_PARAM_KINDS] = {
        [GR_PARAM_NUMBER] = "a number",
        [GR_PARAM_INTEGER] = "a whole number",
        [GR_PARAM_YESNO] = "yes or no",
        [GR_PARAM_CHOICE] = "one of ",
        [GR_PARAM_FAMILY] = "one of ",
        [GR_PARAM_LAYERS] = "sizes joined by dashes, each",
        [GR_PARAM_TEXT] = "text",
        [GR_PARAM_FILE] = "a file",
        [GR_PARAM_COLUMNS] = "columns by name or number, as 0..3,label",
    };

    gr_text_add(out, kinds[param->kind]);
    if (param->kind == GR_PARAM_CHOICE) {
        add_words(param, ", ", out);
        return;
    }
    if (param->kind == GR_PARAM_FAMILY)
        add_members(param, out);
    if (param->kind == GR_PARAM_NUMBER || param->kind == GR_PARAM_INTEGER ||
        param->kind == GR_PARAM_LAYERS)
        add_range(param, out);
    if (param->words != NULL) {
        gr_text_add(out, ", or ");
        add_words(param, " or ", out);
    }
}

static bool not_allowed(const gr_param *param, const char *typed, gr_error *err)
{
    gr_text allowed = { 0 };

    gr_param_allowed(param, &allowed);
    if (gr_text_ok(&allowed, err)) /* what was typed may be long; the advice must not be cut off */
        gr_fail(err, GR_ERROR_USAGE, "knob %s: '%.60s' is not allowed; allowed: %s", param->name,
                typed, gr_text_string(&allowed));
    gr_text_clear(&allowed);
    return false;
}

/* --- one reader a kind; each sets number, word or list, and returns the canonical text --- */

static char *number_text(double number, gr_error *err)
{
    char text[GR_NUMBER_SIZE];

    gr_number_exact(number, text);
    return gr_strdup(text, err);
}

static bool in_range(const gr_param *param, double number)
{
    bool above = param->low_open ? number > param->low : number >= param->low;
    bool below = param->high_open ? number < param->high : number <= param->high;

    return above && below;
}

/* A text that is no number, where it might have been a word as well. */
static bool unreadable(const gr_param *param, const char *typed, const gr_error *reason,
                       gr_error *err)
{
    if (param->words != NULL && reason->kind != GR_ERROR_MEMORY)
        return not_allowed(param, typed, err);
    return gr_fail(err, reason->kind, "knob %s: %s", param->name, reason->message);
}

static bool read_number(gr_value *value, const char *typed, gr_error *err)
{
    double number;
    gr_error reason;

    if (!gr_expression_number(typed, &number, &reason))
        return unreadable(value->param, typed, &reason, err);
    if (!isfinite(number) || !in_range(value->param, number))
        return not_allowed(value->param, typed, err);
    value->number = number == 0 ? 0 : number; /* -0 is 0 */
    value->text = number_text(value->number, err);
    return value->text != NULL;
}

static bool read_integer(gr_value *value, const char *typed, gr_error *err)
{
    double number;
    gr_error reason = { 0 };

    bool read = gr_expression_number(typed, &number, &reason);
    if (!read && (reason.kind == GR_ERROR_MEMORY || value->param->words != NULL))
        return unreadable(value->param, typed, &reason, err);
    if (!read || floor(number) != number || fabs(number) > whole_max)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob %s: '%.60s' is not a whole number; write 20 or 2e1",
                       value->param->name, typed);
    return read_number(value, typed, err);
}

static bool read_yesno(gr_value *value, const char *typed, gr_error *err)
{
    bool yes = strcmp(typed, "yes") == 0;

    if (!yes && strcmp(typed, "no") != 0)
        return not_allowed(value->param, typed, err);
    value->number = yes;
    value->text = gr_strdup(typed, err);
    return value->text != NULL;
}

static bool read_choice(gr_value *value, const char *typed, gr_error *err)
{
    (void)value; /* a listed word was taken before; see gr_value_read */
    return not_allowed(value->param, typed, err);
}

static bool read_family(gr_value *value, const char *typed, gr_error *err)
{
    const gr_family *family = value->param->family;

    for (size_t i = 0; i < family->count(); i++) {
        if (strcmp(family->member(i), typed) != 0)
            continue;
        value->number = (double)i;
        value->text = gr_strdup(typed, err);
        return value->text != NULL;
    }
    return not_allowed(value->param, typed, err);
}

static bool layer_fault(const gr_value *value, const char *typed, const char *at, gr_error *err)
{
    long place = (long)(at - typed) + 1;

    if (*at == '-' || *at == '\0')
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob %s: '%.60s' has an empty layer at character %ld; write 5-8-4-3",
                       value->param->name, typed, place);
    return gr_fail(err, GR_ERROR_USAGE,
                   "knob %s: '%.60s' has no number at character %ld; write 5-8-4-3",
                   value->param->name, typed, place);
}

/* Read one size at *at and move past it. */
static bool read_size(const gr_value *value, const char *typed, const char **at, double *size,
                      gr_error *err)
{
    size_t digits = strspn(*at, "0123456789");
    const char *after = *at + digits;

    if (digits == 0 || (*after != '-' && *after != '\0'))
        return layer_fault(value, typed, digits == 0 ? *at : after, err);
    *size = strtod(*at, NULL);
    if (digits > 18 || !in_range(value->param, *size))
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob %s: a layer of %.*s units at character %ld; sizes go from %.0f to %.0f",
                       value->param->name, digits > 18 ? 18 : (int)digits, *at,
                       (long)(*at - typed) + 1, value->param->low, value->param->high);
    *at = after;
    return true;
}

static size_t count_layers(const char *typed)
{
    size_t count = 1;

    for (; *typed != '\0'; typed++)
        count += *typed == '-';
    return count;
}

static bool read_sizes(gr_value *value, const char *typed, double *list, size_t count,
                       gr_error *err)
{
    const char *at = typed;

    for (size_t i = 0; i < count; i++) {
        if (!read_size(value, typed, &at, &list[i], err))
            return false;
        at += *at == '-';
    }
    return true;
}

static char *layers_text(const double *list, size_t count, gr_error *err)
{
    gr_text text = { 0 };

    for (size_t i = 0; i < count; i++)
        gr_text_addf(&text, "%s%.0f", i > 0 ? "-" : "", list[i]);
    char *copy = gr_text_ok(&text, err) ? gr_strdup(text.bytes, err) : NULL;
    gr_text_clear(&text);
    return copy;
}

static bool read_layers(gr_value *value, const char *typed, gr_error *err)
{
    size_t count = count_layers(typed);

    if (count > LAYERS_MAX)
        return gr_fail(err, GR_ERROR_USAGE, "knob %s: %zu layers; at most %d are allowed",
                       value->param->name, count, LAYERS_MAX);
    double *list = gr_alloc(count, sizeof *list, err);
    if (list == NULL)
        return false;
    bool read = read_sizes(value, typed, list, count, err);
    if (read && count < 2 && !value->param->single)
        read = gr_fail(err, GR_ERROR_USAGE,
                       "knob %s: '%s' is a single layer; write at least two, as 5-8-4-3",
                       value->param->name, typed);
    value->text = read ? layers_text(list, count, err) : NULL;
    if (value->text == NULL) {
        gr_free(list);
        return false;
    }
    value->list = list;
    value->count = count;
    return true;
}

static bool read_text(gr_value *value, const char *typed, gr_error *err)
{
    gr_text_fault fault;
    size_t length = strlen(typed);

    if (length > TEXT_MAX)
        return gr_fail(err, GR_ERROR_USAGE, "knob %s: %zu bytes of text; at most %d are allowed",
                       value->param->name, length, TEXT_MAX);
    if (!gr_text_check(typed, length, &fault))
        return gr_fail(err, GR_ERROR_USAGE, "knob %s: %s at character %ld; write plain text",
                       value->param->name, fault.reason, fault.column);
    value->text = gr_strdup(typed, err);
    return value->text != NULL;
}

static bool read_filled(gr_value *value, const char *typed, gr_error *err)
{
    if (typed[0] == '\0')
        return not_allowed(value->param, typed, err);
    return read_text(value, typed, err);
}

/* A word that the knob lists: its index, or -1. */
static int listed_word(const gr_param *param, const char *typed)
{
    for (int i = 0; param->words != NULL && param->words[i] != NULL; i++)
        if (strcmp(param->words[i], typed) == 0)
            return i;
    return -1;
}

bool gr_value_read(gr_value *value, const char *typed, gr_error *err)
{
    static bool (*const readers[GR_PARAM_KINDS])(gr_value *, const char *, gr_error *) = {
        [GR_PARAM_NUMBER] = read_number,   [GR_PARAM_INTEGER] = read_integer,
        [GR_PARAM_YESNO] = read_yesno,     [GR_PARAM_CHOICE] = read_choice,
        [GR_PARAM_FAMILY] = read_family,   [GR_PARAM_LAYERS] = read_layers,
        [GR_PARAM_TEXT] = read_text,       [GR_PARAM_FILE] = read_filled,
        [GR_PARAM_COLUMNS] = read_filled,
    };

    value->number = (double)NAN;
    value->word = listed_word(value->param, typed);
    if (value->word < 0)
        return readers[value->param->kind](value, typed, err);
    if (value->param->kind == GR_PARAM_CHOICE)
        value->number = value->word;
    value->text = gr_strdup(typed, err);
    return value->text != NULL;
}
