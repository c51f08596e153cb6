/* YAML to a tree, and back; the only file that knows libyaml. */
#include "gradus/yaml.h"

#include "gradus/file.h"
#include "gradus/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

typedef struct loader {
    yaml_parser_t parser;
    const char *file; /* in the arena */
    long first_line, first_column;
    gr_arena *arena;
    gr_error *err;
    int nodes;
} loader;

/* --- errors --- */

__attribute__((format(printf, 3, 4))) static bool fault(const loader *in, const yaml_mark_t *mark,
                                                        const char *format, ...)
{
    char message[300];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return gr_fail_at(in->err, in->file, in->first_line + (long)mark->line,
                      in->first_column + (long)mark->column, "%s", message);
}

/* libyaml's own failures: "did not find expected ',' or '}' while parsing a flow mapping". */
static bool syntax_fault(const loader *in)
{
    const yaml_parser_t *parser = &in->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "unreadable";

    if (parser->error == YAML_MEMORY_ERROR)
        return gr_fail(in->err, GR_ERROR_MEMORY, "out of memory: no room for the YAML of %s",
                       in->file);
    if (parser->context == NULL)
        return fault(in, &parser->problem_mark, "not valid YAML: %s", problem);
    return fault(in, &parser->problem_mark, "not valid YAML: %s %s that begins at %ld:%ld", problem,
                 parser->context, in->first_line + (long)parser->context_mark.line,
                 in->first_column + (long)parser->context_mark.column);
}

/* --- from events to nodes --- */

static bool refuse_extras(const loader *in, const yaml_mark_t *mark, const void *anchor,
                          const void *tag)
{
    if (anchor != NULL)
        return fault(in, mark, "anchors (&name) are not allowed; write the value out");
    if (tag != NULL)
        return fault(in, mark, "tags (!name) are not allowed; leave it out");
    return true;
}

/* An escape can spell what the text itself must not hold. */
static bool take_scalar(const loader *in, const yaml_event_t *event, gr_yaml *node)
{
    const char *bytes = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    gr_text_fault bad;

    if (!refuse_extras(in, &event->start_mark, event->data.scalar.anchor, event->data.scalar.tag))
        return false;
    if (!gr_text_check(bytes, length, &bad))
        return fault(in, &event->start_mark, "%s in this text", bad.reason);
    node->kind = GR_YAML_SCALAR;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = gr_arena_strndup(in->arena, bytes, length, in->err);
    return node->text != NULL;
}

static bool take_event(const loader *in, const yaml_event_t *event, gr_yaml *node)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return take_scalar(in, event, node);
    case YAML_SEQUENCE_START_EVENT:
        node->kind = GR_YAML_LIST;
        return refuse_extras(in, &event->start_mark, event->data.sequence_start.anchor,
                             event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        node->kind = GR_YAML_MAPPING;
        return refuse_extras(in, &event->start_mark, event->data.mapping_start.anchor,
                             event->data.mapping_start.tag);
    default:
        return fault(in, &event->start_mark,
                     "aliases (*name) are not allowed; write the value out");
    }
}

static gr_yaml *make_node(loader *in, const yaml_event_t *event, const gr_yaml *parent)
{
    if (++in->nodes > GR_YAML_NODES) {
        fault(in, &event->start_mark, "over %d keys and values, the limit", GR_YAML_NODES);
        return NULL;
    }
    gr_yaml *node = gr_arena_alloc(in->arena, 1, sizeof *node, in->err);
    if (node == NULL)
        return NULL;
    node->file = in->file;
    node->line = in->first_line + (long)event->start_mark.line;
    node->column = in->first_column + (long)event->start_mark.column;
    node->text = "";
    node->parent = parent;
    return take_event(in, event, node) ? node : NULL;
}

/* The next node, *node NULL at the end of the list or mapping. */
static bool next_node(loader *in, const gr_yaml *parent, gr_yaml **node)
{
    yaml_event_t event;

    if (!yaml_parser_parse(&in->parser, &event))
        return syntax_fault(in);
    bool end = event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
    *node = end ? NULL : make_node(in, &event, parent);
    yaml_event_delete(&event);
    return end || *node != NULL;
}

static bool check_key(const loader *in, const gr_yaml *mapping, const gr_yaml *key)
{
    if (key->kind != GR_YAML_SCALAR)
        return gr_fail_at(in->err, key->file, key->line, key->column,
                          "a key is a word, not a list or mapping");
    const gr_yaml *before = gr_yaml_get(mapping, key->text);
    if (before == NULL)
        return true;
    return gr_fail_at(in->err, key->file, key->line, key->column,
                      "the key '%.100s' is given twice; it stands in line %ld already", key->text,
                      before->key_line);
}

/* The next child with its key, *child NULL behind the last one. */
static bool next_child(loader *in, const gr_yaml *parent, gr_yaml **child)
{
    const gr_yaml *key;

    if (!next_node(in, parent, child))
        return false;
    if (*child == NULL || parent->kind != GR_YAML_MAPPING)
        return true;
    key = *child;
    if (!check_key(in, parent, key) || !next_node(in, parent, child))
        return false;
    assert(*child != NULL); /* libyaml gives every key a value */
    (*child)->key = key->text;
    (*child)->key_line = key->line;
    (*child)->key_column = key->column;
    return true;
}

/* Fill a list or mapping, `depth` levels deep. */
static bool load_children(loader *in, gr_yaml *parent, int depth)
{
    gr_yaml *last = NULL, *child;

    if (depth > GR_YAML_DEPTH)
        return gr_fail_at(in->err, parent->file, parent->line, parent->column,
                          "over %d levels, the limit", GR_YAML_DEPTH);
    for (;;) {
        if (!next_child(in, parent, &child))
            return false;
        if (child == NULL)
            return true;
        if (child->kind != GR_YAML_SCALAR && !load_children(in, child, depth + 1))
            return false;
        if (last != NULL)
            last->next = child;
        else
            parent->first = child;
        last = child;
        parent->count++;
    }
}

/* An event of which only the kind matters. */
static bool next_type(loader *in, yaml_event_type_t *type)
{
    yaml_event_t event;

    if (!yaml_parser_parse(&in->parser, &event))
        return syntax_fault(in);
    *type = event.type;
    if (*type == YAML_DOCUMENT_START_EVENT && in->nodes > 0)
        fault(in, &event.start_mark, "a second document is not allowed");
    yaml_event_delete(&event);
    return true;
}

/* stream start, document start, the tree, document end, stream end */
static bool load(loader *in, const gr_yaml **root)
{
    yaml_event_type_t type;
    gr_yaml *node = NULL;

    if (!next_type(in, &type) || !next_type(in, &type))
        return false;
    if (type == YAML_STREAM_END_EVENT) {
        *root = NULL;
        return true;
    }
    if (!next_node(in, NULL, &node))
        return false;
    assert(node != NULL); /* a document holds one */
    if (node->kind != GR_YAML_SCALAR && !load_children(in, node, 1))
        return false;
    if (!next_type(in, &type) || !next_type(in, &type) || type != YAML_STREAM_END_EVENT)
        return false;
    bool nothing = node->plain && node->text[0] == '\0';
    *root = nothing ? NULL : node;
    return true;
}

static bool load_clean(loader *in, const char *bytes, size_t length, const gr_yaml **root)
{
    gr_text_fault bad;

    if (!gr_text_check(bytes, length, &bad))
        return gr_fail_at(in->err, in->file, in->first_line + bad.line - 1,
                          in->first_column + bad.column - 1, "%s", bad.reason);
    if (!yaml_parser_initialize(&in->parser))
        return gr_fail(in->err, GR_ERROR_MEMORY, "out of memory: no room for a YAML parser");
    yaml_parser_set_encoding(&in->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&in->parser, (const unsigned char *)bytes, length);
    bool fine = load(in, root);
    yaml_parser_delete(&in->parser);
    return fine;
}

bool gr_yaml_parse(const char *name, const char *bytes, size_t length, long first_line,
                   long first_column, gr_arena *arena, const gr_yaml **root, gr_error *err)
{
    loader in = {
        .first_line = first_line, .first_column = first_column, .arena = arena, .err = err
    };

    if (length > GR_YAML_BYTES) {
        char size[GR_FILE_SIZE_TEXT];
        gr_file_size_text(GR_YAML_BYTES, size);
        return gr_fail_at(err, name, first_line, first_column, "YAML text of over %s, the limit",
                          size);
    }
    in.file = gr_arena_strdup(arena, name, err);
    char *copy = gr_alloc(length + 1, 1, err);
    bool fine = in.file != NULL && copy != NULL;
    if (fine) {
        memcpy(copy, bytes, length);
        length = gr_file_plain_text(copy, length);
        fine = load_clean(&in, copy, length, root);
    }
    gr_free(copy);
    return fine;
}

/* --- queries --- */

const gr_yaml *gr_yaml_first(const gr_yaml *node)
{
    return node != NULL ? node->first : NULL;
}

const gr_yaml *gr_yaml_get(const gr_yaml *mapping, const char *key)
{
    const gr_yaml *child = gr_yaml_first(mapping);

    while (child != NULL && (child->key == NULL || strcmp(child->key, key) != 0))
        child = child->next;
    return child;
}

const gr_yaml *gr_yaml_need(const gr_yaml *mapping, const char *key, gr_error *err)
{
    const gr_yaml *value = gr_yaml_get(mapping, key);

    if (value == NULL && mapping == NULL)
        gr_fail(err, GR_ERROR_DATA, "'%s' is missing", key);
    else if (value == NULL)
        gr_yaml_fail(mapping, err, "'%s' is missing", key);
    return value;
}

__attribute__((format(printf, 5, 0))) static bool fail_at_place(const gr_yaml *node, long line,
                                                                long column, gr_error *err,
                                                                const char *format,
                                                                va_list arguments)
{
    char message[sizeof err->message];

    vsnprintf(message, sizeof message, format, arguments);
    return gr_fail_at(err, node->file, line, column, "%s", message);
}

bool gr_yaml_fail(const gr_yaml *node, gr_error *err, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fail_at_place(node, node->line, node->column, err, format, arguments);
    va_end(arguments);
    return false;
}

bool gr_yaml_fail_key(const gr_yaml *node, gr_error *err, const char *format, ...)
{
    bool keyed = node->key != NULL;
    va_list arguments;

    va_start(arguments, format);
    fail_at_place(node, keyed ? node->key_line : node->line,
                  keyed ? node->key_column : node->column, err, format, arguments);
    va_end(arguments);
    return false;
}

/* "'steps' is <what>", "an item of 'free' is <what>", "this is <what>". */
__attribute__((format(printf, 3, 4))) static bool wrong(const gr_yaml *node, gr_error *err,
                                                        const char *format, ...)
{
    char what[160];
    const gr_yaml *named = node;
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    while (named != NULL && named->key == NULL)
        named = named->parent;
    if (named == NULL)
        return gr_yaml_fail(node, err, "this is %s", what);
    return gr_yaml_fail(node, err, "%s'%.100s' is %s", named != node ? "an item of " : "",
                        named->key, what);
}

/* --- typed values --- */

bool gr_yaml_text(const gr_yaml *node, const char **value, gr_error *err)
{
    if (node == NULL)
        return true;
    if (node->kind != GR_YAML_SCALAR)
        return wrong(node, err, "a text");
    if (node->plain && node->text[0] == '\0')
        return wrong(node, err, "a text, and stands empty");
    *value = node->text;
    return true;
}

static bool read_number(const gr_yaml *node, double *value)
{
    return node->kind == GR_YAML_SCALAR && node->plain &&
           gr_number_read(node->text, strlen(node->text), value);
}

bool gr_yaml_number(const gr_yaml *node, double *value, gr_error *err)
{
    return node == NULL || read_number(node, value) || wrong(node, err, "a number");
}

bool gr_yaml_whole(const gr_yaml *node, long least, long most, long *value, gr_error *err)
{
    const double exact = 9007199254740992.0; /* 2^53: up to here every whole number is a double */
    double read;

    if (node == NULL)
        return true;
    bool whole = read_number(node, &read) && fabs(read) <= exact && floor(read) == read;
    if (whole && read >= (double)least && read <= (double)most) {
        *value = (long)read;
        return true;
    }
    return wrong(node, err, "a whole number from %ld to %ld", least, most);
}

bool gr_yaml_yesno(const gr_yaml *node, bool *value, gr_error *err)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = { { "yes", true }, { "no", false }, { "true", true }, { "false", false } };

    if (node == NULL)
        return true;
    for (size_t i = 0; i < GR_LEN(words); i++)
        if (node->plain && strcmp(node->text, words[i].word) == 0) {
            *value = words[i].value;
            return true;
        }
    return wrong(node, err, "yes or no");
}

bool gr_yaml_list(const gr_yaml *node, gr_error *err)
{
    return node == NULL || node->kind == GR_YAML_LIST || wrong(node, err, "a list: [one, two]");
}

bool gr_yaml_mapping(const gr_yaml *node, gr_error *err)
{
    return node == NULL || node->kind == GR_YAML_MAPPING ||
           wrong(node, err, "a mapping: {key: value}");
}

static bool is_allowed(const char *key, const char *const *allowed)
{
    for (; *allowed != NULL; allowed++)
        if (strcmp(key, *allowed) == 0)
            return true;
    return false;
}

static bool unknown_key(const gr_yaml *child, const char *const *allowed, gr_error *err)
{
    char list[300];
    size_t used = 0;

    list[0] = '\0';
    for (size_t i = 0; allowed[i] != NULL && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
                                 allowed[i]);
    return gr_yaml_fail_key(child, err, "unknown key '%.60s'; allowed: %s", child->key, list);
}

bool gr_yaml_only_keys(const gr_yaml *mapping, const char *const *allowed, gr_error *err)
{
    if (!gr_yaml_mapping(mapping, err))
        return false;
    for (const gr_yaml *child = gr_yaml_first(mapping); child != NULL; child = child->next)
        if (!is_allowed(child->key, allowed))
            return unknown_key(child, allowed, err);
    return true;
}

/* --- writing --- */

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether a text may stand without quotes anywhere on a line, in flow form too. Stricter than YAML:
 * what is left out costs two quotes and is never wrong. */
static bool fits_plain(const char *text)
{
    size_t length = strlen(text);
    const char *body = text + (text[0] == '-' || text[0] == '+');

    if (!is_letter_or_digit(body[0]) && body[0] != '_' && body[0] != '/' && body[0] != '.')
        return false;
    if (strncmp(text, "...", 3) == 0 || text[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_letter_or_digit(text[i]) && strchr(" _./+-*^()=<>;$%", text[i]) == NULL)
            return false;
    return true;
}

static void put_escaped(gr_text *out, uint32_t character)
{
    static const struct {
        uint32_t character;
        const char *escape;
    } escapes[] = { { '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" }, { '\t', "\\t" } };

    for (size_t i = 0; i < GR_LEN(escapes); i++)
        if (character == escapes[i].character) {
            gr_text_add(out, escapes[i].escape);
            return;
        }
    gr_text_put(out, gr_character_refused(character) ? 0xFFFD : character);
}

void gr_yaml_put_scalar(gr_text *out, const char *text)
{
    size_t length = strlen(text);

    if (fits_plain(text)) {
        gr_text_add(out, text);
        return;
    }
    gr_text_add(out, "\"");
    for (size_t i = 0; i < length;) {
        uint32_t character = 0xFFFD;
        size_t taken = gr_utf8_decode(text + i, length - i, &character);
        put_escaped(out, taken > 0 ? character : 0xFFFD);
        i += taken > 0 ? taken : 1;
    }
    gr_text_add(out, "\"");
}
