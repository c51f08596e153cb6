#include "cli.h"

#include "gradus/elementary.h"
#include "gradus/plain.h"
#include "gradus/term.h"
#include "gradus/tui.h"

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
    fprintf(stderr, "gradus: %s\nusage: gradus %s\n", err.message, verb->usage);
    return GR_ERROR_USAGE;
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

/* --- options --- */

/* How many long options begin with these letters. */
static size_t options_like(const struct option *options, const char *name, size_t length)
{
    size_t count = 0;

    for (; options->name != NULL; options++)
        count += strncmp(options->name, name, length) == 0;
    return count;
}

static const char *long_name(const struct option *options, int value)
{
    while (options->name != NULL && options->val != value)
        options++;
    return options->name != NULL ? options->name : "";
}

/* `word` is what getopt_long stopped at. */
static void complain(int option, const char *word, const struct option *options, gr_error *err)
{
    size_t length = strncmp(word, "--", 2) == 0 ? strcspn(word + 2, "=") : 0;

    if (option == ':' && length == 0)
        gr_fail(err, GR_ERROR_USAGE, "option requires an argument -- '%c'", optopt);
    else if (option == ':')
        gr_fail(err, GR_ERROR_USAGE, "option '%s' requires an argument", word);
    else if (optopt != 0 && optopt < GR_OPTION_HELP) /* `word` may be the one before it */
        gr_fail(err, GR_ERROR_USAGE, "invalid option -- '%c'", optopt);
    else if (optopt != 0)
        gr_fail(err, GR_ERROR_USAGE, "option '--%s' doesn't allow an argument",
                long_name(options, optopt));
    else if (options_like(options, word + 2, length) > 1)
        gr_fail(err, GR_ERROR_USAGE, "option '%.*s' is ambiguous", (int)length + 2, word);
    else
        gr_fail(err, GR_ERROR_USAGE, "unrecognized option '%.*s'", (int)length + 2, word);
}

int gr_cli_option(int argc, char **argv, const char *letters, const struct option *options)
{
    gr_error err;

    opterr = 0; /* getopt would print the word as it is, escape sequences and all */
    int option = getopt_long(argc, argv, letters, options, NULL);
    if (option != '?' && option != ':')
        return option;
    complain(option, argv[optind - 1], options, &err);
    gr_cli_fail(&err);
    return '?';
}

int gr_cli_other(const gr_verb *verb, int option)
{
    if (option == GR_OPTION_HELP) {
        printf("usage: gradus %s\n\n%s.\n\n%s", verb->usage, verb->summary, verb->help);
        return EXIT_SUCCESS;
    }
    fprintf(stderr, "usage: gradus %s\n", verb->usage); /* what is wrong has been said */
    return GR_ERROR_USAGE;
}

bool gr_cli_whole(const char *text, long least, long most, const char *what, long *value,
                  gr_error *err)
{
    char *end;

    errno = 0;
    long read = strtol(text, &end, 10);
    if (text[0] < '-' || text[0] > '9' || *end != '\0' || errno != 0 || read < least || read > most)
        return gr_fail(err, GR_ERROR_USAGE, "%s: '%s'; write a whole number from %ld to %ld", what,
                       text, least, most);
    *value = read;
    return true;
}

bool gr_cli_size(const char *text, int *width, int *height, gr_error *err)
{
    char *end;
    long w = strtol(text, &end, 10);
    long h = *end == 'x' ? strtol(end + 1, &end, 10) : 0;

    if (*end != '\0' || w < 1 || h < 1 || w > 2000 || h > 2000)
        return gr_fail(err, GR_ERROR_USAGE, "--size: '%s'; write 80x24, from 1x1 to 2000x2000",
                       text);
    *width = (int)w;
    *height = (int)h;
    return true;
}

/* --- the workbench --- */

static const char workbench_help[] =
    "usage: gradus [LESSON]\n"
    "       gradus VERB ...\n"
    "\n"
    "A workbench for learning-based control in the terminal: lessons to step through.\n"
    "\n"
    "  LESSON            open a lesson, by name (030-parameters), number (030) or file\n"
    "  --color=WHAT      never, mono, 8 or 256; default 256, or mono with NO_COLOR\n"
    "  --plain           the same lessons as a dialogue in lines, for screen readers and pipes\n"
    "  --ascii           draw without any character outside ASCII\n"
    "  --help, --version\n"
    "\n"
    "Keys, colours for a light background and more can be set in gradus/settings.yaml of\n"
    "$XDG_CONFIG_HOME or ~/.config; options go before it.\n"
    "\n"
    "Verbs; `gradus VERB --help` says more:\n";

static int print_help(void)
{
    fputs(workbench_help, stdout);
    for (size_t i = 0; i < GR_LEN(verbs); i++)
        printf("  %-16s  %s\n", verbs[i]->name, verbs[i]->summary);
    return EXIT_SUCCESS;
}

static int print_version(void)
{
    printf("gradus %s\n", GRADUS_VERSION);
    return EXIT_SUCCESS;
}

/* NO_COLOR, set and not empty, asks for none. Whoever says in his settings what he wants wants it. */
static void heed_no_color(gr_settings *settings)
{
    const char *no = getenv("NO_COLOR");

    if (settings->color_given || no == NULL || no[0] == '\0')
        return;
    settings->color = GR_COLOR_MONO;
    settings->color_given = true;
}

/* What options said, over the settings of the user's file. */
static bool load_settings(const gr_color *color, bool ascii, gr_settings *settings, gr_error *err)
{
    if (!gr_settings_load(settings, err))
        return false;
    if (color != NULL)
        settings->color = *color;
    settings->color_given |= color != NULL;
    if (ascii)
        settings->glyphs = GR_GLYPH_SET_ASCII;
    heed_no_color(settings);
    return true;
}

static int workbench(int argc, char **argv)
{
    static const struct option options[] = {
        { "color", required_argument, NULL, GR_OPTION_COLOR },
        { "ascii", no_argument, NULL, GR_OPTION_ASCII },
        { "plain", no_argument, NULL, GR_OPTION_PLAIN },
        { "help", no_argument, NULL, GR_OPTION_HELP },
        { "version", no_argument, NULL, GR_OPTION_VERSION },
        { NULL, 0, NULL, 0 },
    };
    gr_color color = GR_COLOR_256, *given = NULL;
    bool ascii = false, plain = false;
    gr_settings settings;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, ":", options)) != -1;) {
        if (option == GR_OPTION_HELP)
            return print_help();
        if (option == GR_OPTION_VERSION)
            return print_version();
        if (option == GR_OPTION_ASCII)
            ascii = true;
        else if (option == GR_OPTION_PLAIN)
            plain = true;
        else if (option != GR_OPTION_COLOR)
            return GR_ERROR_USAGE;
        else if (!gr_color_read(optarg, &color, &err))
            return gr_cli_fail(&err);
        else
            given = &color;
    }
    if (argc - optind > 1) {
        gr_fail(&err, GR_ERROR_USAGE, "one lesson at a time; '%s' is too much", argv[optind + 1]);
        return gr_cli_fail(&err);
    }
    const char *lesson = optind < argc ? argv[optind] : NULL;
    if (plain ? gr_plain_run(lesson, &err)
              : load_settings(given, ascii, &settings, &err) &&
                    gr_tui_run(lesson, &settings, &err))
        return EXIT_SUCCESS;
    return gr_cli_fail(&err);
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
        return close_stdout(workbench(argc, argv));
    argv[1] = argv[0];
    return close_stdout(verb->run(argc - 1, argv + 1));
}
