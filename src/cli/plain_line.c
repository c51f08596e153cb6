/* Lines of the plain dialogue: the menu, and what a line means. */
#include "plain_private.h"

#include <string.h>

static bool in_lesson(const gr_plain *plain)
{
    return plain->session != NULL;
}

/* --- the menu --- */

static unsigned long possible_now(const gr_plain *plain, bool all)
{
    unsigned long now = 0;

    for (size_t i = 0; i < gr_plain_command_count; i++)
        if ((all || gr_plain_commands[i].offered) && gr_plain_commands[i].possible(plain))
            now |= 1UL << i;
    return now;
}

/* In the catalogue numbers are lessons, so the words stand alone. */
bool gr_plain_menu(gr_plain *plain, bool all, gr_error *err)
{
    unsigned long now = possible_now(plain, all);
    gr_text text = { 0 };

    if (now == plain->offered && !all)
        return true;
    plain->offered = possible_now(plain, false);
    for (size_t i = 0; i < gr_plain_command_count; i++) {
        if ((now & 1UL << i) == 0)
            continue;
        gr_text_add(&text, text.length > 0 ? ", " : "You can: ");
        if (in_lesson(plain))
            gr_text_addf(&text, "%zu ", i + 1);
        gr_text_add(&text,
                    in_lesson(plain) ? gr_plain_commands[i].menu : gr_plain_commands[i].name);
    }
    gr_text_add(&text, ".");
    gr_plain_empty(plain);
    bool good = gr_text_ok(&text, err) && gr_plain_text(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    return good;
}

/* --- a line --- */

static bool is_word(const char *list, const char *word, size_t length)
{
    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, " ");
        if (n == length && strncmp(list, word, n) == 0)
            return true;
        list += n + (list[n] == ' ');
    }
    return false;
}

static const gr_plain_command *find_word(const char *word, size_t length)
{
    for (size_t i = 0; i < gr_plain_command_count; i++)
        if (is_word(gr_plain_commands[i].name, word, length) ||
            is_word(gr_plain_commands[i].other, word, length))
            return &gr_plain_commands[i];
    return NULL;
}

static bool is_number(const char *word, size_t length)
{
    return length > 0 && strspn(word, "0123456789") >= length;
}

static bool find_number(const char *word, size_t length, const gr_plain_command **command,
                        gr_error *err)
{
    unsigned long number = 0;

    for (size_t i = 0; i < length && number <= gr_plain_command_count; i++)
        number = 10 * number + (unsigned long)(word[i] - '0');
    if (number < 1 || number > gr_plain_command_count)
        return gr_fail(err, GR_ERROR_USAGE,
                       "there is no %.*s in the menu of 1 to %zu; to answer a question write "
                       "answer %.*s",
                       length < 20 ? (int)length : 20, word, gr_plain_command_count,
                       length < 20 ? (int)length : 20, word);
    *command = &gr_plain_commands[number - 1];
    return true;
}

static bool unknown(const char *word, size_t length, gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 0; i < gr_plain_command_count; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", gr_plain_commands[i].name);
    if (gr_text_ok(&names, err))
        gr_fail(err, GR_ERROR_USAGE, "'%.*s' is no command; there are %s",
                length < 40 ? (int)length : 40, word, gr_text_string(&names));
    gr_text_clear(&names);
    return false;
}

static bool run_command(gr_plain *plain, const gr_plain_command *command, const char *argument,
                        gr_error *err)
{
    plain->asking = NULL;
    if (command->in_lesson && !in_lesson(plain))
        return gr_fail(err, GR_ERROR_USAGE, "open a lesson first: type its number");
    if (command->asks != NULL && argument[0] == '\0' && command->possible(plain)) {
        plain->asking = command;
        return true;
    }
    return command->run(plain, argument, err);
}

/* The line is the argument that was asked for, unless it is a command of its own. */
static bool take_asked(gr_plain *plain, const char *line, gr_error *err)
{
    const gr_plain_command *asking = plain->asking;

    plain->asking = NULL;
    if (line[0] == '\0')
        return gr_plain_say(plain, err, "Nothing was done.");
    return run_command(plain, asking, line, err);
}

static bool do_line(gr_plain *plain, gr_error *err)
{
    const char *line = gr_text_string(&plain->line);
    size_t length = strcspn(line, " \t");
    const char *argument = line + length + strspn(line + length, " \t");
    const gr_plain_command *command = find_word(line, length);

    if (plain->asking != NULL && command == NULL)
        return take_asked(plain, line, err);
    if (length == 0)
        return gr_plain_menu(plain, true, err);
    if (command == NULL && !in_lesson(plain) && is_number(line, length))
        return gr_plain_open(plain, line, err);
    if (command == NULL && is_number(line, length) && !find_number(line, length, &command, err))
        return false;
    if (command == NULL)
        return unknown(line, length, err);
    return run_command(plain, command, argument, err);
}

/* Where it was asked how sure an answer was, the line may say that, nothing, or something else. */
static bool take_sure(gr_plain *plain, bool *taken, gr_error *err)
{
    *taken = false;
    return plain->session == NULL || plain->session->unsure == NULL ||
           gr_plain_take_sure(plain, gr_text_string(&plain->line), taken, err);
}

bool gr_plain_do(gr_plain *plain, gr_error *err)
{
    bool taken;

    if (!take_sure(plain, &taken, err))
        return false;
    return taken || do_line(plain, err);
}
