#include "expression_tree.h"

#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/text.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS_SHOWN = 320 }; /* of a number in a message */

/* --- messages --- */

/* Bytes are characters here: whatever is not ASCII is refused where it is first met, so all that
 * stands before `at` is ASCII. */
bool gr_expression_fail(size_t at, gr_error *err, const char *format, ...)
{
    char message[sizeof err->message];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return gr_fail(err, GR_ERROR_USAGE, "column %zu: %s", at + 1, message);
}

int gr_shown_length(const char *text, size_t length)
{
    enum { MOST = 60 };

    if (length <= MOST)
        return (int)length;
    for (length = MOST; length > MOST - 4; length--)
        if (((unsigned char)text[length] & 0xC0) != 0x80)
            break;
    return (int)length;
}

bool gr_text_is(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

const char *gr_name_list(char out[GR_NAME_LIST], const char *const *names, size_t count)
{
    size_t used = 0;

    snprintf(out, GR_NAME_LIST, "none");
    for (size_t i = 0; i < count; i++) {
        const char *comma = i > 0 ? ", " : "";
        size_t wanted = strlen(comma) + strlen(names[i]);
        bool fits = used + wanted + sizeof ", ..." <= GR_NAME_LIST;
        snprintf(out + used, GR_NAME_LIST - used, "%s%s", comma, fits ? names[i] : "...");
        if (!fits)
            break;
        used += wanted;
    }
    return out;
}

/* --- tokens --- */

/* Longest first. What people bring from other languages and from paper is answered with what to
 * write here. */
static const struct {
    const char *text, *advice;
} symbols[] = {
    { "<=", NULL },
    { ">=", NULL },
    { "==", NULL },
    { "!=", NULL },
    { "**", "write ^ for a power" },
    { "=<", "write <=" },
    { "=>", "write >=" },
    { "<>", "write != for unequal" },
    { "&&", "write and" },
    { "||", "write or" },
    { "\xE2\x88\x92", "write - for minus" },      /* U+2212 */
    { "\xE2\x80\x93", "write - for minus" },      /* en dash */
    { "\xE2\x89\xA4", "write <=" },               /* less or equal */
    { "\xE2\x89\xA5", "write >=" },               /* greater or equal */
    { "\xE2\x89\xA0", "write != for unequal" },   /* not equal */
    { "\xC3\x97", "write * for times" },          /* multiplication sign */
    { "\xC2\xB7", "write * for times" },          /* middle dot */
    { "\xC3\xB7", "write / for divided by" },     /* division sign */
    { "\xC2\xB2", "write ^2" },                   /* superscript two */
    { "\xC2\xB3", "write ^3" },                   /* superscript three */
    { "\xCF\x80", "write pi" },                   /* Greek pi */
    { "\xE2\x88\x9E", "write inf for infinity" }, /* infinity */
    { "+", NULL },
    { "-", NULL },
    { "*", NULL },
    { "/", NULL },
    { "^", NULL },
    { "<", NULL },
    { ">", NULL },
    { "(", NULL },
    { ")", NULL },
    { "[", NULL },
    { "]", NULL },
    { ",", NULL },
    { ".", NULL },
    { "=", "write == to compare" },
    { "!", "write not" },
    { "&", "write and" },
    { "|", "write or" },
    { "%", "write 5/100 for 5 percent" },
    { "$", "a drawn number has a name: $a" },
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t word_length(const char *at)
{
    size_t n = 0;

    while (starts_name(at[n]) || is_digit(at[n]))
        n++;
    return n;
}

/* A word, then ".word" as often as it follows without a gap. */
static size_t name_length(const char *at)
{
    size_t n = word_length(at);

    while (at[n] == '.' && word_length(at + n + 1) > 0)
        n += 1 + word_length(at + n + 1);
    return n;
}

static size_t digits_length(const char *at)
{
    size_t n = 0;

    while (is_digit(at[n]))
        n++;
    return n;
}

/* 0 when no number begins here; an e without digits behind it is not part of the number. */
static size_t number_length(const char *at)
{
    size_t n = digits_length(at);

    if (n == 0 && !(at[0] == '.' && is_digit(at[1])))
        return 0;
    if (at[n] == '.')
        n += 1 + digits_length(at + n + 1);
    if (at[n] == 'e' || at[n] == 'E') {
        size_t sign = at[n + 1] == '-' || at[n + 1] == '+';
        size_t exponent = digits_length(at + n + 1 + sign);
        n += exponent > 0 ? 1 + sign + exponent : 0;
    }
    return n;
}

static bool read_number(const char *text, gr_token *token, gr_error *err)
{
    const char *digits = text + token->at;

    token->kind = GR_TOKEN_NUMBER;
    if (gr_number_read(digits, token->length, &token->value))
        return true;
    if (token->length > DIGITS_SHOWN)
        return gr_expression_fail(token->at, err, "a number of %zu digits is too long",
                                  token->length);
    return gr_expression_fail(token->at, err, "%.*s is too large; write inf for infinity",
                              gr_shown_length(digits, token->length), digits);
}

static bool read_symbol(const char *text, gr_token *token, gr_error *err)
{
    const char *at = text + token->at;

    token->kind = GR_TOKEN_SYMBOL;
    for (size_t i = 0; i < GR_LEN(symbols); i++) {
        token->length = strlen(symbols[i].text);
        if (strncmp(at, symbols[i].text, token->length) != 0)
            continue;
        return symbols[i].advice == NULL ||
               gr_expression_fail(token->at, err, "'%s' is not used here; %s", symbols[i].text,
                                  symbols[i].advice);
    }
    uint32_t character;
    size_t taken = gr_utf8_decode(at, strlen(at), &character);
    return gr_expression_fail(token->at, err,
                              "'%.*s' is not used here; use numbers, names, + - * / ^ ( ), "
                              "comparisons, and, or, not",
                              taken > 0 ? (int)taken : 1, at);
}

bool gr_token_read(const char *text, size_t at, gr_token *token, gr_error *err)
{
    at += strspn(text + at, " \t\r\n");
    *token = (gr_token){ .kind = GR_TOKEN_END, .at = at };
    if (text[at] == '\0')
        return true;
    if ((token->length = number_length(text + at)) > 0)
        return read_number(text, token, err);
    if (text[at] == '$' && starts_name(text[at + 1])) {
        token->kind = GR_TOKEN_DRAWN;
        token->length = 1 + word_length(text + at + 1);
    } else if (starts_name(text[at])) {
        token->kind = GR_TOKEN_NAME;
        token->length = name_length(text + at);
    } else {
        return read_symbol(text, token, err);
    }
    return true;
}
