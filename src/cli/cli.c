#include "cli.h"

#include "gradus/elementary.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const gr_verb *const verbs[] = {
#define GR_VERB(name) &gr_verb_##name,
#include "verbs.def"
#undef GR_VERB
};

const gr_verb *gr_cli_verb(size_t i)
{
    return i < GR_LEN(verbs) ? verbs[i] : NULL;
}

/* --- what verbs share --- */

int gr_cli_fail(const gr_error *err)
{
    fprintf(stderr, "gradus: %s\n", err->message);
    return gr_error_status(err);
}

int gr_cli_usage(const gr_verb *verb, const char *format, ...)
{
    gr_error err;
    char text[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    gr_fail(&err, GR_ERROR_USAGE, "%s", text); /* made safe to print */
    gr_cli_fail(&err);
    return gr_cli_other(verb, '?');
}

void gr_cli_print(const char *format, ...)
{
    gr_text text = { 0 }, clean = { 0 };
    va_list arguments;

    va_start(arguments, format);
    gr_text_vaddf(&text, format, arguments);
    va_end(arguments);
    gr_text_clean(&clean, gr_text_string(&text), text.length);
    fputs(gr_text_string(&clean), stdout);
    gr_text_clear(&text);
    gr_text_clear(&clean);
}

int gr_cli_other(const gr_verb *verb, int option)
{
    gr_text text = { 0 };
    gr_error err;

    if (option == GR_OPTION_HELP)
        gr_cli_put_manual(&text, verb);
    else
        gr_cli_put_usage(&text, verb); /* what is wrong has been said */
    bool good = gr_text_ok(&text, &err);
    fputs(gr_text_string(&text), option == GR_OPTION_HELP ? stdout : stderr);
    gr_text_clear(&text);
    if (!good)
        return gr_cli_fail(&err);
    return option == GR_OPTION_HELP ? EXIT_SUCCESS : GR_ERROR_USAGE;
}

/* --- start and end --- */

/* A file opened later must not become standard output or error. What stands in for a closed one
 * goes the wrong way, so that using it is an error that is told. */
static void fill_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            _exit(GR_ERROR_IO);
}

static bool choose_width(void)
{
    const char *text = getenv("GRADUS_SIMD");
    bool fell_back = false;

    if (!gr_simd_choose(text, &fell_back)) {
        fputs("gradus: GRADUS_SIMD is 2, 4 or 8\n", stderr);
        return false;
    }
    if (fell_back)
        fprintf(stderr, "gradus: this processor lacks vectors of that width; using %d\n",
                gr_simd_width());
    return true;
}

/* What was printed may be lost only now. */
static int close_stdout(int status)
{
    if (ferror(stdout) == 0 && fflush(stdout) == 0 && fclose(stdout) == 0)
        return status;
    fprintf(stderr, "gradus: cannot write standard output: %s\n", strerror(errno));
    return GR_ERROR_IO;
}

static const gr_verb *find_verb(const char *name)
{
    for (size_t i = 0; name != NULL && i < GR_LEN(verbs); i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
    return NULL;
}

int gr_cli_main(int argc, char **argv)
{
    fill_standard_files();
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* numbers are the same everywhere */
    signal(SIGPIPE, SIG_IGN);   /* a closed pipe is an error with a message, not a death */
    if (!choose_width())
        return GR_ERROR_USAGE;
    const gr_verb *verb = find_verb(argc > 1 ? argv[1] : NULL);
    if (verb == NULL)
        return close_stdout(gr_verb_workbench.run(argc, argv));
    argv[1] = argv[0];
    return close_stdout(verb->run(argc - 1, argv + 1));
}
