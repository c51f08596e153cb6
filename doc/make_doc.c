/* make_doc TEMPLATE FILE - write FILE: the template with its @parts@ filled in. */
#include "doc.h"

#include "gradus/file.h"

#include <stdio.h>
#include <string.h>

enum { TEMPLATE_MAX = 1 << 20 };

static const struct part {
    const char *line;
    void (*put)(gr_text *out);
} parts[] = {
    { "@title@", gr_doc_put_title },       { "@synopsis@", gr_doc_put_synopsis },
    { "@options@", gr_doc_put_options },   { "@verbs@", gr_doc_put_verbs },
    { "@keys@", gr_doc_put_keys },         { "@typed@", gr_doc_put_typed },
    { "@commands@", gr_doc_put_commands }, { "@settings@", gr_doc_put_settings },
    { "@experiments@", gr_doc_put_experiments },
    { "@heads@", gr_doc_put_heads },       { "@learners@", gr_doc_put_learners },
    { "@bash@", gr_doc_put_bash },         { "@zsh@", gr_doc_put_zsh },
    { "@fish@", gr_doc_put_fish },
};

static const struct part *part_of(const char *line, size_t length)
{
    for (size_t i = 0; i < GR_LEN(parts); i++)
        if (strlen(parts[i].line) == length && memcmp(parts[i].line, line, length) == 0)
            return &parts[i];
    return NULL;
}

static bool fill(const char *name, const char *words, gr_text *out, gr_error *err)
{
    for (long number = 1; *words != '\0'; number++) {
        size_t length = strcspn(words, "\n");
        const struct part *part = part_of(words, length);
        if (part != NULL)
            part->put(out);
        else if (length > 1 && words[0] == '@' && words[length - 1] == '@')
            return gr_fail_at(err, name, number, 1, "there is no part '%.*s'", (int)length, words);
        else
            gr_text_addf(out, "%.*s\n", (int)length, words);
        words += length + (words[length] == '\n');
    }
    return gr_text_ok(out, err);
}

static bool save(const char *path, const gr_text *text, gr_error *err)
{
    gr_output out;

    if (!gr_output_open(&out, path, err))
        return false;
    gr_output_text(&out, gr_text_string(text));
    return gr_output_commit(&out, err);
}

int main(int argc, char **argv)
{
    char *words = NULL;
    size_t length;
    gr_text text = { 0 };
    gr_error err = { 0 };

    if (argc != 3) {
        fputs("usage: make_doc TEMPLATE FILE\n", stderr);
        return GR_ERROR_USAGE;
    }
    bool good = gr_file_read(argv[1], TEMPLATE_MAX, &words, &length, &err) &&
                fill(argv[1], words, &text, &err) && save(argv[2], &text, &err);
    gr_free(words);
    gr_text_clear(&text);
    return good ? GR_ERROR_NONE : gr_cli_fail(&err);
}
