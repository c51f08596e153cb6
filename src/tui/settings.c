/* The settings file and its entries but for the keys. */
#include "settings_private.h"

#include "gradus/app.h"
#include "gradus/file.h"
#include "gradus/paths.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void gr_settings_init(gr_settings *settings)
{
    *settings = (gr_settings){ .confidence = true, .speed = GR_SPEED };
    gr_bindings_init(&settings->bindings);
}

/* --- entries --- */

/* The place of a node's text in a list of words that NULL ends. */
static bool choose(const gr_yaml *node, const char *const *words, size_t *chosen, gr_error *err)
{
    gr_text all = { 0 };

    for (size_t i = 0; words[i] != NULL; i++) {
        if (node->kind == GR_YAML_SCALAR && strcmp(words[i], node->text) == 0) {
            *chosen = i;
            return true;
        }
    }
    for (size_t i = 0; words[i] != NULL; i++)
        gr_text_addf(&all, "%s%s", i > 0 ? ", " : "", words[i]);
    bool told = !gr_text_ok(&all, err);
    if (!told && node->text[0] != '\0')
        gr_yaml_fail(node, err, "'%s' cannot be '%.60s'; it is one of: %s", node->key, node->text,
                     gr_text_string(&all));
    else if (!told)
        gr_yaml_fail(node, err, "'%s' is one of: %s", node->key, gr_text_string(&all));
    gr_text_clear(&all);
    return false;
}

static bool read_keys(const gr_yaml *node, gr_settings *settings, gr_error *err)
{
    return gr_settings_read_keys(node, &settings->bindings, err);
}

static bool read_theme(const gr_yaml *node, gr_settings *settings, gr_error *err)
{
    static const char *const words[] = { "dark", "light", NULL };
    size_t chosen = 0;
    bool read = choose(node, words, &chosen, err);

    settings->light = chosen == 1;
    return read;
}

static bool read_glyphs(const gr_yaml *node, gr_settings *settings, gr_error *err)
{
    static const char *const words[] = { "auto", "utf8", "ascii", NULL };
    size_t chosen = 0;
    bool read = choose(node, words, &chosen, err);

    settings->glyphs = (gr_glyph_set)chosen;
    return read;
}

static bool read_color(const gr_yaml *node, gr_settings *settings, gr_error *err)
{
    static const char *const words[] = { "auto", "never", "mono", "8", "256", NULL };
    size_t chosen = 0;
    bool read = choose(node, words, &chosen, err);

    settings->color_given = chosen > 0;
    return read && (chosen == 0 || gr_color_read(words[chosen], &settings->color, err));
}

static bool read_confidence(const gr_yaml *node, gr_settings *settings, gr_error *err)
{
    return gr_yaml_yesno(node, &settings->confidence, err);
}

static bool read_speed(const gr_yaml *node, gr_settings *settings, gr_error *err)
{
    long speed = 0;
    bool read = gr_yaml_whole(node, 1, GR_SPEED_MAX, &speed, err);

    settings->speed = (int)speed;
    return read;
}

typedef bool reader(const gr_yaml *node, gr_settings *settings, gr_error *err);

static const struct {
    gr_settings_entry said;
    reader *read;
} entries[] = {
#define GR_SETTING(name, values, standard, help) { { #name, values, standard, help }, read_##name },
#include "gradus/settings.def"
#undef GR_SETTING
};

const gr_settings_entry *gr_settings_entry_at(size_t index)
{
    return index < GR_LEN(entries) ? &entries[index].said : NULL;
}

/* --- the whole --- */

static bool only_known(const gr_yaml *root, gr_error *err)
{
    const char *names[GR_LEN(entries) + 1] = { 0 };

    for (size_t i = 0; i < GR_LEN(entries); i++)
        names[i] = entries[i].said.name;
    return gr_yaml_only_keys(root, names, err);
}

static bool read_entries(const gr_yaml *root, gr_settings *settings, gr_error *err)
{
    if (!gr_yaml_mapping(root, err) || !only_known(root, err))
        return false;
    for (size_t i = 0; i < GR_LEN(entries); i++) {
        const gr_yaml *node = gr_yaml_get(root, entries[i].said.name);
        if (node != NULL && !entries[i].read(node, settings, err))
            return false;
    }
    return true;
}

bool gr_settings_read(const char *name, const char *bytes, size_t length, gr_settings *settings,
                      gr_error *err)
{
    gr_arena arena = { 0 };
    const gr_yaml *root = NULL;
    gr_settings read = *settings;
    bool good = gr_yaml_parse(name, bytes, length, 1, 1, &arena, &root, err) &&
                read_entries(root, &read, err);

    if (good)
        *settings = read;
    gr_arena_clear(&arena);
    return good;
}

static bool is_absent(const char *path)
{
    return access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static bool load(const char *path, gr_settings *settings, gr_error *err)
{
    char *bytes = NULL;
    size_t length = 0;

    if (is_absent(path))
        return true;
    if (!gr_file_read(path, GR_SETTINGS_BYTES, &bytes, &length, err))
        return false;
    length = gr_file_plain_text(bytes, length);
    bool read = gr_settings_read(path, bytes, length, settings, err);
    gr_free(bytes);
    return read;
}

bool gr_settings_load(gr_settings *settings, gr_error *err)
{
    gr_text path = { 0 };
    gr_error trouble = { 0 };
    gr_settings fresh;

    gr_settings_init(&fresh);
    bool good = gr_path_config(&path, &trouble);
    gr_text_add(&path, "/settings.yaml");
    if (good)
        good = gr_text_ok(&path, &trouble) && load(gr_text_string(&path), &fresh, &trouble);
    else /* nowhere to look: there is no file */
        good = trouble.kind == GR_ERROR_IO;
    gr_text_clear(&path);
    if (good)
        *settings = fresh;
    else if (err != NULL)
        *err = trouble;
    return good;
}
